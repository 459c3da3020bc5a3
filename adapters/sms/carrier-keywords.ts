/**
 * Words that carriers and Twilio act on by themselves when they are a whole message (case does not matter): the first
 * list cuts the person off from this sender, the second brings them back, the third gets the carrier's own answer.
 * Source: reference B.9, Twilio's default keywords.
 */
export const CARRIER_STOP = ['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout'] as const;
export const CARRIER_START = ['start', 'yes', 'unstop'] as const;
export const CARRIER_HELP = ['help', 'info'] as const;

export type CarrierKeyword = 'stop' | 'start' | 'help';

/** What the carrier makes of a message, when it is one of its words and nothing else. */
export function carrierKeyword(text: string): CarrierKeyword | undefined {
  const word = text.trim().toLowerCase();
  if ((CARRIER_STOP as readonly string[]).includes(word)) return 'stop';
  if ((CARRIER_START as readonly string[]).includes(word)) return 'start';
  if ((CARRIER_HELP as readonly string[]).includes(word)) return 'help';
  return undefined;
}

const ASKED_TO_TYPE = new RegExp(
  `\\b(?:reply|text|send|type|write|answer|responda|escriba|env[ií]e|conteste)\\s+(?:with\\s+|con\\s+)?["'“‘]?(${[
    ...CARRIER_STOP,
    ...CARRIER_START,
  ].join('|')})\\b`,
  'gi',
);

/** Carrier words that a sentence asks people to type: typing them would cut them off. For the content check. */
export function keywordsToType(text: string): readonly string[] {
  return [...text.matchAll(ASKED_TO_TYPE)].map((match) => match[1]!.toLowerCase());
}

const INSTEAD = {
  stop: 'instead_of_stop',
  stopall: 'instead_of_stop',
  cancel: 'instead_of_cancel',
  end: 'instead_of_end',
  quit: 'instead_of_quit',
  unsubscribe: 'instead_of_unsubscribe',
  optout: 'instead_of_unsubscribe',
  revoke: 'instead_of_revoke',
} as const;

/** The wording that replaces a menu label which people might type and thereby cut themselves off. */
export function insteadOf(label: string): (typeof INSTEAD)[keyof typeof INSTEAD] | undefined {
  const word = label.trim().toLowerCase();
  return word in INSTEAD ? INSTEAD[word as keyof typeof INSTEAD] : undefined;
}
