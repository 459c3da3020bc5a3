import type { Activity } from '../../bot/contracts';

/** Kinds of content whose questions and advice are about a person's health. */
const CLINICAL_KINDS = new Set([
  'protocol',
  'protocols',
  'modifier',
  'modifiers',
  'medicine',
  'medicines',
  'counselling',
  'survey',
  'instrument',
  'check-in',
  'programme',
]);

/**
 * Whether a message asks or tells something about health. Safety text and what a nurse writes are never held back:
 * the first must arrive, the second is a person's own decision.
 */
export function isClinical(activity: Activity): boolean {
  const sathi = activity.channelData?.sathi;
  if (sathi === undefined || sathi.safety === true || (sathi.author !== undefined && sathi.author !== 'bot'))
    return false;
  return (sathi.refs ?? []).some((ref) => CLINICAL_KINDS.has(ref.slice(0, ref.indexOf('/'))));
}
