import type { ContentLibrary } from '../../../knowledge/schema/library';
import { stopWords } from '../../../knowledge/search/stop-words';
import { fold, words } from '../../../knowledge/search/text';

/** A text without anything personal, and how to put it back. */
export interface Sanitised {
  readonly text: string;
  /** Puts the originals back in place of `[[1]]`, `[[2]]`, ... */
  restore(text: string): string;
}

export interface Sanitiser {
  /** @param known names, addresses and identifiers on file: replaced wherever they stand. */
  clean(text: string, known?: readonly string[]): Sanitised;
}

/** Shapes that are personal whatever the words around them. Order matters: longer shapes first. */
const SHAPES: readonly RegExp[] = [
  /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  /\bhttps?:\/\/\S+/gi,
  /\b\d{1,5}[a-z]?\s+(?:[\p{L}.]+\s+){0,3}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|way)\b\.?/giu,
  /\b(?:calle|avenida|av|carrera|paseo|plaza|colonia|col)\.?\s+[\p{L}\d .]{2,40}?\s*#?\s*\d{1,5}\b/giu,
  /\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b/g,
  /\b(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*\.?,?(?:\s+\d{4})?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?(?:\s+\d{4})?)\b/giu,
  /\b\d{1,2}\s+de\s+(?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic)\p{L}*(?:\s+(?:de|del)\s+\d{4})?\b/giu,
  /(?:\+|\(|\b)\d[\d\s().-]{5,}\d\b/g,
  /\b[A-Z]{0,4}-?\d{4,}[A-Z0-9-]*\b/gi,
  /\b(?=\w*\d)(?=\w*[a-z])[a-z0-9-]{6,}\b/gi,
];
/** A word after these is a name, however it is written. */
const NAMED =
  /\b(?:my name is|i am called|this is|name:|mr|mrs|ms|miss|dr|doctor|nurse|me llamo|mi nombre es|soy|sr|sra|srta|doctora|señor|señora|don|doña)\.?\s+(\p{L}[\p{L}'’-]*)/giu;
/** After "soy" and "this is" often stands no name; these stay. */
const NOT_NAMES = new Set([
  'a',
  'an',
  'the',
  'my',
  'un',
  'una',
  'el',
  'la',
  'mi',
  'not',
  'no',
  'very',
  'muy',
  'so',
  'tan',
]);

/**
 * The one sanitiser before any model call. Everything is personal until it is known not to be: shapes (numbers, dates,
 * addresses, identifiers), names after a cue, facts on file, and every word that the hospital's own content never uses.
 */
export function createSanitiser(content: ContentLibrary): Sanitiser {
  const harmless = harmlessWords(content);
  return {
    clean(text, known = []) {
      const originals: string[] = [];
      const hide = (piece: string): string => {
        const at = originals.indexOf(piece);
        if (at < 0) originals.push(piece);
        return `[[${at < 0 ? originals.length : at + 1}]]`;
      };
      let out = text;
      for (const fact of [...known].filter((one) => one.trim().length > 1).sort((a, b) => b.length - a.length))
        out = out.replace(new RegExp(literally(fact), 'giu'), hide);
      for (const shape of SHAPES) out = outside(out, (piece) => piece.replace(shape, hide));
      out = outside(out, (piece) =>
        piece.replace(NAMED, (whole: string, name: string) =>
          NOT_NAMES.has(fold(name)) ? whole : whole.slice(0, whole.length - name.length) + hide(name),
        ),
      );
      out = outside(out, (piece) =>
        piece.replace(/[\p{L}][\p{L}'’-]*/gu, (word) => (isHarmless(word, harmless) ? word : hide(word))),
      );
      return {
        text: out,
        restore: (answer) =>
          answer.replace(/\[\[(\d+)\]\]/g, (whole, at: string) => originals[Number(at) - 1] ?? whole),
      };
    },
  };
}

/** Applies a replacement only between the places already hidden. */
function outside(text: string, replace: (piece: string) => string): string {
  return text
    .split(/(\[\[\d+\]\])/)
    .map((piece, i) => (i % 2 === 1 ? piece : replace(piece)))
    .join('');
}

function isHarmless(word: string, harmless: ReadonlySet<string>): boolean {
  return words(word).every((part) => part.length === 1 || harmless.has(part));
}

/** Doctors' names in examples are examples, not harmless words. */
const DOCTOR = /\b(?:dr|doctor|doctora)\.?\s+\p{L}+/giu;
const TITLES = ['mr', 'mrs', 'ms', 'dr', 'doctor', 'doctora', 'sr', 'sra'];

/** Read once for a library: it is most of the work of making a sanitiser. */
const HARMLESS = new WeakMap<ContentLibrary, ReadonlySet<string>>();

/** Words of the reviewed content, which names nobody: articles, synonyms, lexicon and stop words. */
function harmlessWords(content: ContentLibrary): ReadonlySet<string> {
  const before = HARMLESS.get(content);
  if (before !== undefined) return before;
  const texts: string[] = [];
  for (const one of content.all('article'))
    for (const language of ['en', 'es'] as const)
      texts.push(one.title[language], one.normal[language], one.rich[language], ...one.asked_as[language]);
  for (const one of content.all('synonym')) texts.push(...one.groups.flat().filter((word) => !word.startsWith('_')));
  for (const one of content.all('lexicon')) texts.push(JSON.stringify(one));
  for (const one of content.all('protocol')) texts.push(JSON.stringify(one));
  for (const one of content.all('intent'))
    for (const example of [...one.examples.en, ...one.examples.es]) texts.push(example.replace(DOCTOR, ' '));
  const known = new Set([...words(texts.join(' ')), ...TITLES]);
  for (const locale of ['en', 'es']) for (const word of stopWords(locale)) known.add(word);
  HARMLESS.set(content, known);
  return known;
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
