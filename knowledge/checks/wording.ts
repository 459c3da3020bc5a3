import type { ContentFile } from '../load';
import type { Problem } from '../problems';
import { FIRST_CLASS_LOCALES } from '../schema/common';
import type { Wording } from '../schema/wording';

type Entry = Wording['texts'][string];

/** Three SMS of concatenated GSM-7 text: beyond that a phone message is a burden. Source: 3GPP TS 23.038, 153 septets a part. */
const SMS_CHARACTERS = 3 * 153;

/** Every sentence in every first-class locale, with the same places to fill, and short enough for a phone. */
export function checkWording(files: readonly ContentFile[]): Problem[] {
  const wordings = files.filter((file): file is ContentFile<'wording'> => file.kind === 'wording');
  const byArea = new Map<string, Map<string, ContentFile<'wording'>>>();
  for (const file of wordings) {
    const [locale = '', area = ''] = file.value.id.split('/');
    byArea.set(area, (byArea.get(area) ?? new Map()).set(locale, file));
  }
  return [...byArea].flatMap(([area, locales]) => checkArea(area, locales));
}

function checkArea(area: string, locales: ReadonlyMap<string, ContentFile<'wording'>>): Problem[] {
  const problems: Problem[] = [];
  const names = new Set([...locales.values()].flatMap((file) => Object.keys(file.value.texts)));
  const shown = [...locales.values()][0]!.file;
  for (const locale of FIRST_CLASS_LOCALES) {
    const file = locales.get(locale);
    if (file === undefined) {
      problems.push(
        issue(shown, `wording/${area} has no ${locale} file`, `write content/wording/${locale}/${area}.yaml`),
      );
      continue;
    }
    for (const name of names) {
      const entry = file.value.texts[name];
      if (entry === undefined)
        problems.push(issue(file.file, `${area}.${name} is missing in ${locale}`, 'translate it'));
      else problems.push(...checkEntry(file.file, `${area}.${name}`, entry));
    }
  }
  for (const name of names) problems.push(...checkPlaces(area, name, locales));
  return problems;
}

function checkEntry(file: string, id: string, entry: Entry): Problem[] {
  const short = typeof entry === 'string' ? entry : (entry.short ?? entry.text);
  if (short.length <= SMS_CHARACTERS) return [];
  return [
    issue(file, `${id} has ${short.length} characters for SMS; at most ${SMS_CHARACTERS}`, 'add a shorter `short`'),
  ];
}

/** `{name}` places must be the same in every locale and size, or a sentence fails when it is needed. */
function checkPlaces(area: string, name: string, locales: ReadonlyMap<string, ContentFile<'wording'>>): Problem[] {
  const sets = [...locales.values()].flatMap((file) => {
    const entry = file.value.texts[name];
    return entry === undefined
      ? []
      : [{ file: file.file, places: places(typeof entry === 'string' ? entry : entry.text) }];
  });
  const wanted = sets[0]?.places ?? '';
  return sets
    .filter((one) => one.places !== wanted)
    .map((one) =>
      issue(
        one.file,
        `${area}.${name} fills ${one.places || 'nothing'} where another locale fills ${wanted || 'nothing'}`,
        'use the same {places} in every language',
      ),
    );
}

function places(text: string): string {
  return [...new Set([...text.matchAll(/\{(?!hospital\.)([\w.]+)\}/g)].map((match) => match[0]))].sort().join(' ');
}

function issue(file: string, message: string, fix: string): Problem {
  return { level: 'issue', file, line: 1, message, fix };
}
