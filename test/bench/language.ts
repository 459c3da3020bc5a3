import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createLanguage } from '../../bot/language';
import { contentPlaces, projectRoot } from '../../bot/places';
import { loadContent } from '../../knowledge/load';

export interface LanguageFigures {
  /** Milliseconds to compile the lexicon at start. */
  readonly compileMs: number;
  /** Milliseconds per message: reading and screen together. */
  readonly sizes: readonly { readonly characters: number; readonly p50: number; readonly p99: number }[];
}

/** Reading plus red-flag screen over the shipped messages, joined and cut to each size. Times of this machine only. */
export function benchLanguage(rounds = 2000, sizes: readonly number[] = [40, 300, 2000, 20000]): LanguageFigures {
  const places = contentPlaces({});
  const content = loadContent(places);
  const before = performance.now();
  const language = createLanguage(content, { intents: () => [], secondLook: { cache: join(projectRoot(), '.cache') } });
  const compileMs = performance.now() - before;
  const messages = ['tune', 'held'].flatMap(
    (half) =>
      parse(readFileSync(join(places.content, '../evaluation/messages', `${half}.yaml`), 'utf8')) as { text: string }[],
  );
  const all = messages.map((message) => message.text).join('. ');
  const measured = sizes.map((characters) => {
    const times: number[] = [];
    const turns = Math.max(60, Math.round((rounds * 300) / Math.max(300, characters)));
    for (let i = -turns; i < turns; i++) {
      const from = ((i + turns) * 997) % Math.max(1, all.length - characters);
      const text = all.slice(from, from + characters);
      const start = performance.now();
      language.screen(language.read(text, 'en', {}), { locale: 'en', facts: {}, raised: [] });
      // The first half warms the engine up.
      if (i >= 0) times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    const at = (share: number) =>
      Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))]! * 1000) / 1000;
    return { characters, p50: at(0.5), p99: at(0.99) };
  });
  return { compileMs: Math.round(compileMs), sizes: measured };
}

/** The figures as lines for `npm run bench`. */
export function printLanguage({ compileMs, sizes }: LanguageFigures): string {
  const rows = sizes.map(({ characters, p50, p99 }) => `  ${characters} characters: p50 ${p50} ms, p99 ${p99} ms`);
  return [`Reading and red-flag screen (lexicon compiled in ${compileMs} ms)`, ...rows].join('\n');
}
