import { join } from 'node:path';
import { loadContent } from '../../knowledge/load';
import { createLanguage } from '../language';
import { contentPlaces, projectRoot } from '../places';

/** `npm run explain -- "text" [--locale es]`: what the text was read as, what the screen made of it, and why. */
function main(argv: readonly string[]): number {
  const text = argv.filter((word, i) => !word.startsWith('--') && argv[i - 1] !== '--locale').join(' ');
  if (text.trim() === '') {
    process.stderr.write('Write the text to explain in quotes: npm run explain -- "my chest hurts"\n');
    return 2;
  }
  const locale = argv.includes('--locale') ? (argv[argv.indexOf('--locale') + 1] ?? 'en') : 'en';
  const language = createLanguage(loadContent(contentPlaces(process.env)), {
    intents: () => [],
    secondLook: { cache: join(projectRoot(), '.cache') },
  });
  const reading = language.read(text, locale, {});
  const screen = language.screen(reading, { locale, facts: {}, raised: [] });
  const lines = [
    `text        ${text}`,
    `read as     ${reading.normalised}   (language: ${reading.locale})`,
    `command     ${JSON.stringify(language.command(text, locale) ?? null)}   yes/no: ${language.yesNo(text, locale) ?? '-'}`,
    'mentions',
    ...reading.mentions.map((mention) => {
      const { polarity, temporality, experiencer, sense } = mention.context;
      return `  ${mention.concept}  "${mention.words}"  ${polarity}, ${temporality}, ${experiencer}, ${sense}  ${mention.confidence}`;
    }),
    'measures',
    ...reading.measures.map(
      (measure) => `  ${measure.kind} = ${measure.value}  "${text.slice(measure.start, measure.end)}"`,
    ),
    `screen      ${screen.outcome}`,
    ...screen.hits.flatMap((hit) => [
      `  ${hit.outcome} ${hit.flag}@${hit.version} ${hit.level}`,
      ...hit.because.map((why) => `      ${why}`),
    ]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

process.exitCode = main(process.argv.slice(2));
