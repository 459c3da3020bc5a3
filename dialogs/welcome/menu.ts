import { z } from 'zod';
import type { Choice, Dialog, Services, TurnEvent } from '../../bot/contracts';

const state = z.strictObject({ at: z.literal('choose') });
type MenuState = z.infer<typeof state>;

/** What a patient can choose, and the dialog behind it; shown when that dialog is installed. */
const ENTRIES: readonly { readonly id: string; readonly dialog: string; readonly args?: unknown }[] = [
  { id: 'unwell', dialog: 'triage' },
  { id: 'appointment', dialog: 'booking' },
  { id: 'medicine', dialog: 'medication' },
  { id: 'question', dialog: 'answers' },
  { id: 'person', dialog: 'person' },
];

/** The menu: always a way on. Free text is as good as a choice. */
export function createMenu(installed: (dialog: string) => boolean): Dialog<MenuState> {
  const choices = (): Choice[] =>
    ENTRIES.filter((entry) => entry.dialog === 'person' || installed(entry.dialog)).map((entry) => ({
      id: entry.id,
      label: `wording/menu.choice-${entry.id}`,
    }));
  const ask = (wording: string): TurnEvent => ({ type: 'say', wording, ask: { kind: 'choice', choices: choices() } });

  return {
    id: 'menu',
    version: 1,
    offer: true,
    state,
    migrate: {},
    async start(args) {
      const understood = (args as { understood?: boolean } | undefined)?.understood !== false;
      return { events: [ask(understood ? 'wording/menu.ask' : 'wording/menu.ask-again')], next: { at: 'choose' } };
    },
    async step(_state, input) {
      const entry = ENTRIES.find((one) => one.id === input.choice?.id);
      if (entry === undefined) return { events: [], next: 'unclear' };
      if (entry.dialog === 'person') return { events: [...personEvents()], next: 'done' };
      return { events: [{ type: 'begin', dialog: entry.dialog, args: entry.args ?? {} }], next: 'done' };
    },
    returning: (_state, _services: Services) => [ask('wording/menu.ask')],
  };
}

function personEvents(): TurnEvent[] {
  return [
    { type: 'handOver', reason: 'asked-for-person', summary: 'wording/staff.asked-for-person' },
    { type: 'say', wording: 'wording/handover.asked' },
  ];
}
