import type { Services } from '../../../bot/contracts';
import { fold } from '../folded';
import { wordsOf } from '../understand';

const LONGEST = 60;
/** Words behind the first: a family name of four parts is still one. */
const MOST_FAMILY = 4;

/** A name as it was written, first word and the rest; undefined for what cannot be one. */
export function nameIn(
  text: string,
  services: Pick<Services, 'content' | 'locale' | 'language'>,
): { given: string; family?: string } | undefined {
  const leads = wordsOf(services).flatMap((one) => one.name_leads);
  const bare = withoutLeads(text.trim().split(/\s+/), leads)
    .join(' ')
    .replace(/[.,!]+$/, '');
  if (bare === '' || bare.length > LONGEST || /[\d?¿@/]/.test(bare)) return undefined;
  if (leads.some((lead) => fold(lead) === fold(bare))) return undefined;
  if (services.language.yesNo(bare, services.locale) !== undefined) return undefined;
  const [given, ...rest] = bare.split(/\s+/);
  if (given === undefined || rest.length > MOST_FAMILY || !/\p{L}/u.test(given)) return undefined;
  // Written without any capitals they are put in; "María de la Cruz" stays as it is.
  const small = bare === bare.toLowerCase();
  const upper = (word: string) => (small ? word.charAt(0).toUpperCase() + word.slice(1) : word);
  const family = rest.map(upper).join(' ');
  return { given: upper(given), ...(family === '' ? {} : { family }) };
}

/** "Hi, my name is Ana Lopez": everything before the name goes, but never the last word. */
function withoutLeads(words: readonly string[], leads: readonly string[]): readonly string[] {
  const folded = words.map(fold);
  const lead = leads
    .map((phrase) => fold(phrase).split(' '))
    .sort((a, b) => b.length - a.length)
    .find((phrase) => phrase.length < words.length && phrase.every((word, n) => folded[n] === word));
  return lead === undefined ? words : withoutLeads(words.slice(lead.length), leads);
}
