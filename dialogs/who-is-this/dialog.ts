import { z } from 'zod';
import type { Choice, Dialog, PatientFacts, PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';

const state = z.strictObject({ at: z.literal('who') });
type WhoState = z.infer<typeof state>;

type About = NonNullable<PatientFacts['about']>;
const PEOPLE: readonly About[] = ['self', 'child', 'other'];

/**
 * One phone, several people: who is this about? A new answer begins a fresh page: what was learnt about one person is
 * forgotten here before anything is asked about the next, so that no answer lands in the wrong record.
 */
export const whoIsThis: Dialog<WhoState> = {
  id: 'who-is-this',
  version: 1,
  state,
  migrate: {},
  start: async (_args, _services) => ({ events: [ask()], next: { at: 'who' } }),
  async step(_state: WhoState, input: PatientInput, services: Services): Promise<Step<WhoState>> {
    const about = PEOPLE.find((one) => one === input.choice?.id);
    if (about === undefined) return { events: [], next: 'unclear' };
    return { events: freshPage(about, services), next: 'done' };
  },
  returning: () => [ask()],
};

function ask(): TurnEvent {
  const choices = PEOPLE.map((id): Choice => ({ id, label: `wording/channels.who_${id}` }));
  return { type: 'say', wording: 'wording/channels.who', ask: { kind: 'choice', choices } };
}

function freshPage(about: About, services: Services): TurnEvent[] {
  const forgotten = Object.fromEntries(Object.keys(services.facts).map((name) => [name, undefined]));
  return [
    { type: 'learn', facts: { ...forgotten, about, person: services.ids.next('pn') } },
    { type: 'audit', action: 'person.switched', detail: { about } },
    { type: 'say', wording: `wording/channels.who_ok_${about}` },
    { type: 'begin', dialog: 'menu', mode: 'replace' },
  ];
}
