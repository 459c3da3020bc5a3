import type { ZodType } from 'zod';
import type { Dialog, Services, TurnEvent } from '../../bot/contracts';

interface EchoState {
  at: 'echo';
  n: number;
}

/** Checked by hand: processes that start hundreds of times do without loading a schema library. */
const state = {
  safeParse: (value: EchoState) =>
    value.at === 'echo' && typeof value.n === 'number' ? { success: true, data: value } : { success: false },
} as unknown as ZodType<EchoState>;

/**
 * Says every message back with its running number: a lost, doubled or reordered turn shows in the numbers. Stands in
 * for the knowledge base's dialog, which is where a message nobody else takes goes.
 */
export function echoDialog(
  behave: (text: string, services: Services) => void | Promise<void> | readonly TurnEvent[] = () => {},
): Dialog<EchoState> {
  const say = (text: string, n: number): TurnEvent => ({
    type: 'say',
    wording: 'wording/test.echo',
    values: { n, text },
  });
  const step = async (text: string, n: number, services: Services) => {
    const more = await behave(text, services);
    return { events: [say(text, n), ...(more ?? [])], next: { at: 'echo' as const, n } };
  };
  return {
    id: 'answers',
    version: 1,
    state,
    migrate: {},
    start: (args, services) => step((args as { text: string }).text, 1, services),
    step: (current, input, services) => step(input.text, current.n + 1, services),
    returning: (current) => [say('where we were', current.n)],
  };
}
