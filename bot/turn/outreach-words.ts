import type { ContentLibrary } from '../../knowledge/schema/library';
import type { ConversationState } from '../contracts';
import { openQuestion } from './prompts';

export type OutreachMeaning = 'not_now' | 'wrong_number' | 'deceased' | 'no_surveys';

/** Most serious first: "wrong number, she died" is told to staff as a death. */
const KINDS = ['deceased', 'wrong_number', 'no_surveys', 'not_now'] as const;

/** What a short reply says about a message of ours, in any language the content knows. */
export function outreachMeaning(text: string, content: ContentLibrary): OutreachMeaning | undefined {
  const said = normal(text);
  if (said === '') return undefined;
  const words = said.split(' ').length;
  const padded = ` ${said} `;
  for (const replies of readReplies(content)) {
    if (words > replies.mostWords || replies.notMeant.some((phrase) => padded.includes(phrase))) continue;
    const found = KINDS.find((kind) => replies.phrases[kind].some((phrase) => padded.includes(phrase)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Whether a message may be an answer to something we sent by ourselves: lately, and no question of another dialog stands
 * between. "My mother passed away" in the middle of a symptom is part of that story.
 */
export function answersOutreach(state: ConversationState, now: number, days: number): boolean {
  const { outreachAt } = state;
  if (outreachAt === undefined || now - outreachAt > days * 24 * 3_600_000) return false;
  const open = openQuestion(state);
  return open === undefined ? state.stack.length === 0 : open.askedAt === outreachAt;
}

interface Replies {
  readonly mostWords: number;
  readonly notMeant: readonly string[];
  readonly phrases: Readonly<Record<OutreachMeaning, readonly string[]>>;
}

/** Content does not change while the process runs; every turn asks. */
const known = new WeakMap<ContentLibrary, readonly Replies[]>();

function readReplies(content: ContentLibrary): readonly Replies[] {
  const found = known.get(content);
  if (found !== undefined) return found;
  const asWords = (phrases: readonly string[]) => phrases.map((phrase) => ` ${normal(phrase)} `);
  const read = content.all('outreach-replies').map((one) => ({
    mostWords: one.most_words,
    notMeant: asWords(one.not_meant),
    phrases: {
      not_now: asWords(one.not_now),
      wrong_number: asWords(one.wrong_number),
      deceased: asWords(one.deceased),
      no_surveys: asWords(one.no_surveys),
    },
  }));
  known.set(content, read);
  return read;
}

/** Case, accents, apostrophes and punctuation do not matter. */
function normal(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
