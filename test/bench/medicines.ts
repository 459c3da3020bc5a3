import { join } from 'node:path';
import { contentPlaces, projectRoot } from '../../bot/places';
import { loadContent } from '../../knowledge/load';
import { medicineKnowledge } from '../../knowledge/medicines';
import { readQuestion } from '../../knowledge/medicines/question';
import type { ContentLibrary } from '../../knowledge/schema/library';

export interface MedicineBench {
  readonly medicines: number;
  readonly names: number;
  readonly buildMs: number;
  readonly lookups: number;
  /** Milliseconds for one message: every medicine in it, its topic, what to ask. */
  readonly medianMs: number;
  readonly p99Ms: number;
}

const MESSAGES = [
  'what is metfromin for',
  'hi i take metformin 500 twice daily and forgot last nights tablet should i take both now',
  'can i take tylonol and advil together while on warfrin',
  'is zorvalexin safe with alcohol',
  'se me olvido la levotiroxina esta mañana y ya tome cafe',
  'my little white heart tablet makes me dizzy',
  'ozempik',
  'does amoxicilin upset the stomach, my son has been on it for three days and has the runs',
];

/** Looks up messages against the shipped medicines and made-up ones until there are `count`. */
export function benchMedicines(count = 5000, rounds = 500): MedicineBench {
  const content = withMedicines(loadContent(contentPlaces(process.env)), count);
  const started = performance.now();
  const knowledge = medicineKnowledge(content, { cache: join(projectRoot(), '.cache') });
  knowledge.learnTopics();
  const buildMs = performance.now() - started;
  for (const message of MESSAGES) void readQuestion(knowledge, message).topic;
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const message of MESSAGES) {
      const before = performance.now();
      void readQuestion(knowledge, message).topic;
      times.push(performance.now() - before);
    }
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => Math.round(times[Math.floor(times.length * share)]! * 1000) / 1000;
  return {
    medicines: content.all('medicine').length,
    names: knowledge.names.byName.size,
    buildMs: Math.round(buildMs),
    lookups: times.length,
    medianMs: at(0.5),
    p99Ms: at(0.99),
  };
}

/** Adds medicines with names built like real ones (syllables and class endings), each with a brand and a misspelling. */
function withMedicines(content: ContentLibrary, count: number): ContentLibrary {
  const shipped = content.all('medicine');
  const pattern = shipped[0]!;
  const made = Array.from({ length: Math.max(0, count - shipped.length) }, (_, i) => {
    const name = madeName(i);
    return {
      ...pattern,
      id: `bench_${i}`,
      names: {
        display: { en: name, es: `${name}a` },
        also: [],
        brands: [`${madeName(i + 77_777).slice(0, 7)}${i}x`],
        misspellings: [name.replace(/[aeiou]/, 'y')],
      },
      ingredients: [`bench_${i}`],
    };
  });
  const medicines = [...shipped, ...made];
  const all = (kind: Parameters<ContentLibrary['all']>[0]) => (kind === 'medicine' ? medicines : content.all(kind));
  return { ...content, all: all as ContentLibrary['all'] };
}

const PARTS = [
  'ba',
  'cor',
  'de',
  'fi',
  'glo',
  'he',
  'ji',
  'kel',
  'lu',
  'mo',
  'ne',
  'pra',
  'quo',
  'ri',
  'sta',
  'to',
  'vi',
  'xo',
  'ze',
  'dra',
];
const ENDINGS = ['olol', 'pril', 'sartan', 'statin', 'azole', 'mab', 'tinib', 'cillin', 'floxacin', 'gliptin'];

function madeName(i: number): string {
  const part = (n: number): string => PARTS[n % PARTS.length]!;
  return `${part(i)}${part(Math.floor(i / 20) + i)}${part(Math.floor(i / 400) * 7 + i)}${ENDINGS[(i >> 3) % ENDINGS.length]}`;
}

if (require.main === module) process.stdout.write(`${JSON.stringify({ medicines: benchMedicines() })}\n`);
