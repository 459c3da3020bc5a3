import { z } from 'zod';
import type { Services } from '../../../bot/contracts';
import { fold } from '../folded';
import { wordsOf } from '../understand';

const LONGEST = 60;
/** Words behind the first: a family name of four parts is still one. */
const MOST_FAMILY = 4;

/** What a model may copy out of a sentence that holds a name. */
export const nameShape = z.strictObject({ given: z.string().optional(), family: z.string().optional() });

interface Name {
  readonly given: string;
  readonly family?: string;
}

/**
 * The name in an answer. Where the words alone do not show it ("my parents called me Ana but ..."), a model may copy it
 * out, if the hospital allows one: only words that the patient wrote, said back in the next question.
 */
export async function readName(
  text: string,
  services: Pick<Services, 'content' | 'locale' | 'language' | 'model' | 'conversation'>,
): Promise<Name | undefined> {
  const own = nameIn(text, services);
  if (own !== undefined || services.model === undefined || text.trim() === '') return own;
  const copied = await services.model.extract(text, nameShape, { id: services.conversation.id });
  return copied?.given === undefined ? undefined : nameIn(`${copied.given} ${copied.family ?? ''}`, services);
}

/** A name as it was written, first word and the rest; undefined for what cannot be one. */
export function nameIn(text: string, services: Pick<Services, 'content' | 'locale' | 'language'>): Name | undefined {
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
