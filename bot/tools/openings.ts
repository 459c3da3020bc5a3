import { classifierOf } from '../../knowledge/learning/classifier';
import { loadContent } from '../../knowledge/load';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { NO_COMPLAINT } from '../contracts';
import {
  type ComplaintReader,
  complaintReader,
  entryPhrases,
  errands,
  learnComplaints,
  type Opening,
  openingsOf,
} from '../language/complaints/reader';
import { contentPlaces } from '../places';

const FOLDS = 4;
const FIRST = [1, 3, 4] as const;
const BELOW = [0.05, 0.1, 0.2, 0.3] as const;

/**
 * `npm run openings`: how well likeness alone leads first messages to their protocol, by cross-validation over the shipped
 * openings: each quarter is judged by what the others teach.
 */
function main(): void {
  const content = loadContent(contentPlaces(process.env));
  const labels = [NO_COMPLAINT, ...content.all('protocol').map((one) => one.id)];
  const openings = openingsOf(content);
  const always = [...entryPhrases(content), ...errands(content)];
  const judged = Array.from({ length: FOLDS }, (_, fold) => {
    const others = openings.filter((_, i) => i % FOLDS !== fold);
    const reader = complaintReader(classifierOf(learnComplaints([...others, ...always], labels)), labels);
    return openings.filter((_, i) => i % FOLDS === fold).map((one) => ({ ...one, ...place(reader, one, content) }));
  }).flat();
  const lines = ['en', 'es'].map((locale) => {
    const of = judged.filter((one) => one.locale === locale);
    const share = (test: (one: (typeof of)[number]) => boolean) => (of.filter(test).length / of.length).toFixed(3);
    return [
      `${locale} (${of.length})`,
      ...FIRST.map((most) => `among the first ${most}: ${share((one) => one.place < most)}`),
      ...BELOW.map((bar) => `no complaint below ${bar}: ${share((one) => one.none < bar)}`),
    ].join('  ');
  });
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** At which place the right protocol stands (its twin for another age is as right), and the share of "no complaint". */
function place(reader: ComplaintReader, { protocol, text, locale }: Opening, content: ContentLibrary) {
  const twin = content.get('protocol', protocol).applies.instead;
  const shares = reader(text, locale);
  const ranked = [...shares].filter(([id]) => id !== NO_COMPLAINT).sort((a, b) => b[1] - a[1]);
  return {
    place: ranked.findIndex(([id]) => id === protocol || id === twin),
    none: shares.get(NO_COMPLAINT)!,
  };
}

main();
