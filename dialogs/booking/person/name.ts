import type { Services } from '../../../bot/contracts';

/** "My name is ...": what stands before a name, in the languages of the bot. */
const LEAD =
  /^(?:(?:hi|hello|hola)[,.! ]+)?(?:my name is|the name is|his name is|her name is|name is|it is|it's|its|i am|i'm|im|me llamo|mi nombre es|se llama|su nombre es|soy|es)\s+/i;

/** A name as it was written, first word and the rest; undefined for what cannot be one. */
export function nameIn(text: string, services?: Services): { given: string; family?: string } | undefined {
  const bare = text
    .trim()
    .replace(LEAD, '')
    .replace(/[.,!]+$/, '');
  if (bare === '' || bare.length > 60 || /[\d?¿@/]/.test(bare)) return undefined;
  if (services?.language.yesNo(bare, services.locale) !== undefined) return undefined;
  const [given, ...rest] = bare.split(/\s+/);
  if (given === undefined || rest.length > 4 || !/\p{L}/u.test(given)) return undefined;
  const upper = (word: string) => (word === word.toLowerCase() ? word.charAt(0).toUpperCase() + word.slice(1) : word);
  const family = rest.map(upper).join(' ');
  return { given: upper(given), ...(family === '' ? {} : { family }) };
}
