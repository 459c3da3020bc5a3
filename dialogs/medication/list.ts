import { z } from 'zod';
import type { Choice, Dialog, Services, Step, TurnEvent } from '../../bot/contracts';
import { medicineKnowledge } from '../../knowledge/medicines';
import { checkAllergies } from '../../knowledge/medicines/checks/person';
import type { Open } from './state';
import { together } from './together';
import { ask, choice, hasCard, nameOf, pharmacyTask, purposeOf, record, say } from './words';

const state = z.strictObject({
  at: z.enum(['menu', 'add', 'confirm', 'remove', 'remind']),
  open: z.array(z.strictObject({ candidates: z.array(z.string()), confirm: z.boolean(), words: z.string() })),
});
type ListState = z.infer<typeof state>;
type Steps = Step<ListState>;

/** The patient's medicine list: shown, added to by name, taken from; every addition is checked against the rest. */
export const medicineList: Dialog<ListState> = {
  id: 'medicine-list',
  version: 1,
  state,
  migrate: {},
  async start(args, services) {
    const { text } = (args ?? {}) as { text?: string };
    const named = text === undefined ? [] : openOf(services, text);
    return named.length > 0 ? settle(services, listOf(services), named, []) : menu(services, [], listOf(services));
  },
  async step(current, input, services) {
    if (input.kind !== 'message') return { events: [], next: current };
    if (input.attachments.length > 0 && input.text === '') return { events: [say('no-photos')], next: current };
    const picked = input.choice?.id ?? (current.at === 'confirm' ? input.yesNo : undefined);
    const list = listOf(services);
    if (picked === 'done') return { events: [say('goodbye')], next: 'done' };
    if (picked === 'add') return { events: [addQuestion()], next: { at: 'add', open: [] } };
    if (picked === 'reminders')
      return { events: [which(services, list, 'list-reminders')], next: { at: 'remind', open: [] } };
    if (current.at === 'remind' && picked !== undefined && list.includes(picked))
      return {
        events: [{ type: 'begin', dialog: 'adherence', args: { kind: 'offer', medicine: picked } }],
        next: 'done',
      };
    if (picked === 'remove')
      return { events: [which(services, list, 'list-remove')], next: { at: 'remove', open: [] } };
    if (current.at === 'confirm' && current.open[0] !== undefined && picked !== undefined) {
      const [first, ...rest] = current.open;
      const id = picked === 'yes' ? first.candidates[0] : first.candidates.find((one) => one === picked);
      return id === undefined
        ? { events: [say('which-on-box', undefined, { ask: { kind: 'medicine' } })], next: { at: 'add', open: [] } }
        : settle(services, list, [{ ...first, candidates: [id], confirm: false }, ...rest], []);
    }
    if (current.at === 'remove' && picked !== undefined && list.includes(picked)) return remove(services, list, picked);
    const named = openOf(services, input.text);
    if (named.length > 0) return settle(services, list, named, []);
    return current.at === 'add' && input.text !== ''
      ? { events: [say('unknown-name'), addQuestion()], next: current }
      : { events: [], next: 'unclear' };
  },
  returning: (_current, services) => menu(services, [say('back')], listOf(services)).events,
};

function listOf(services: Services): readonly string[] {
  return services.facts.medicines ?? [];
}

function openOf(services: Services, text: string): Open[] {
  return medicineKnowledge(services.content)
    .find(text)
    .found.map((found) => ({ candidates: [...found.candidates], confirm: found.confirm, words: found.words }));
}

function addQuestion(): TurnEvent {
  return say('list-add', undefined, { ask: { kind: 'medicine' } });
}

function which(services: Services, list: readonly string[], question: string): TurnEvent {
  const choices: Choice[] = list.map((id) => ({ id, label: { literal: nameOf(services, id) } }));
  return say(question, undefined, { ask: { kind: 'choice', choices } });
}

function menu(services: Services, before: readonly TurnEvent[], list: readonly string[]): Steps {
  const shown =
    list.length === 0
      ? ask('list-empty', ['add', 'done'])
      : ask('list', ['add', 'reminders', 'remove', 'done'], {
          list: list.map((id) => nameOf(services, id)).join(', '),
        });
  return { events: [...before, shown], next: { at: 'menu', open: [] } };
}

/** Adds what is settled, asks about the first that is not. */
function settle(services: Services, list: readonly string[], open: readonly Open[], added: readonly string[]): Steps {
  const [first, ...rest] = open;
  if (first === undefined) return add(services, list, added);
  const id = first.candidates[0]!;
  if (!first.confirm || list.includes(id)) return settle(services, list, rest, [...added, id]);
  const saved = added.length === 0 ? [] : add(services, list, added).events.slice(0, -1);
  const question =
    first.candidates.length > 1
      ? say(
          'confirm-which',
          { words: first.words },
          {
            ask: {
              kind: 'choice',
              choices: [
                ...first.candidates.map((one) => ({ id: one, label: { literal: nameOf(services, one) } })),
                choice('none'),
              ],
            },
          },
        )
      : hasCard(services, id)
        ? ask('confirm', ['yes', 'no'], { name: nameOf(services, id), purpose: purposeOf(services, id) })
        : ask('confirm-name', ['yes', 'no'], { name: nameOf(services, id) });
  return { events: [...saved, question], next: { at: 'confirm', open: [...open] } };
}

function add(services: Services, list: readonly string[], added: readonly string[]): Steps {
  const medicines = [...new Set([...list, ...added])];
  const checked = medicines.length > 1 ? together(services, medicines).events : [];
  return menu(
    services,
    [
      { type: 'learn', facts: { medicines } },
      ...added.map((id) => record('medicine-list', id, { change: 'added', by: 'patient' })),
      say('list-added', { list: added.map((id) => nameOf(services, id)).join(', ') }),
      ...added.flatMap((id) => allergyWarnings(services, id)),
      // Serious pairs interrupt; the rest is in the record and answered when asked.
      ...checked.filter((event) => event.type !== 'say' || event.safety === true),
    ],
    medicines,
  );
}

/** An allergy told before matters the moment a medicine is added. */
function allergyWarnings(services: Services, id: string): TurnEvent[] {
  const { names } = medicineKnowledge(services.content);
  return checkAllergies(services.content, names, services.facts.allergies ?? [], id).flatMap((hit): TurnEvent[] => [
    { type: 'say', wording: hit.ref, safety: true },
    pharmacyTask('medicine-allergy', 2, `Has ${id} on the list; reports allergy ${hit.allergy} (${hit.kind})`, id),
  ]);
}

function remove(services: Services, list: readonly string[], id: string): Steps {
  const medicines = list.filter((one) => one !== id);
  return menu(
    services,
    [
      { type: 'learn', facts: { medicines } },
      record('medicine-list', id, { change: 'removed', by: 'patient' }),
      say('list-removed', { name: nameOf(services, id) }),
    ],
    medicines,
  );
}
