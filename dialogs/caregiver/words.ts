import type { Choice, Say, TurnEvent } from '../../bot/contracts';

export function say(name: string, values?: Say['values'], more: Partial<Say> = {}): Say {
  return { type: 'say', wording: `wording/caregiver.${name}`, ...(values === undefined ? {} : { values }), ...more };
}

export function ask(name: string, ids: readonly string[], values?: Say['values']): Say {
  return say(name, values, { ask: { kind: 'choice', choices: ids.map(choice) } });
}

export function askYesNo(name: string): Say {
  return say(name, undefined, { ask: { kind: 'yesNo', choices: ['yes', 'no'].map(choice) } });
}

export function choice(id: string): Choice {
  return { id, label: `wording/caregiver.choice-${id}` };
}

/** What is known about care is kept as a record of its own, so that staff can see who agreed to what and when. */
export function record(change: 'invited' | 'agreed' | 'declined' | 'ended', by: 'patient' | 'caregiver'): TurnEvent {
  return { type: 'record', kind: 'caregiver', data: { change, by } };
}
