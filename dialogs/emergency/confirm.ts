import { z } from 'zod';
import type { Choice, Dialog, Flag, PatientInput, Services, TurnEvent } from '../../bot/contracts';
import type { RedFlag } from '../../knowledge/schema/red-flag';
import { about, atLevel, confirmedLevel, flagOf, refOf, sentence } from './args';
import { assessment } from './respond';

const state = z.strictObject({
  at: z.literal('asked'),
  flag: z.string(),
  version: z.string(),
  level: about.shape.level,
  tries: z.number().int(),
  /** What was written when the question was asked: taken up again when the answer is no. */
  wrote: z.string().optional(),
});
type ConfirmState = z.infer<typeof state>;

/**
 * One yes-or-no question that already carried the emergency instruction. Yes and "not sure" are the emergency; no is
 * noted, and the protocol that fits goes on from there. A second unclear answer counts as not sure.
 */
export const redFlagConfirm: Dialog<ConfirmState> = {
  id: 'red-flag-confirm',
  version: 1,
  state,
  migrate: {},
  async start(args, services) {
    const given = about.parse(args);
    const flag = flagOf(given, services);
    const more = {
      ...(given.level === undefined ? {} : { level: given.level }),
      ...(given.wrote === undefined ? {} : { wrote: given.wrote }),
    };
    return { events: [ask()], next: { at: 'asked', flag: flag.id, version: flag.version, tries: 0, ...more } };
  },
  async step(current, input, services) {
    const flag = flagOf(current, services);
    const answer = answerOf(input);
    if (answer === undefined && current.tries === 0)
      return {
        events: [{ type: 'say', wording: sentence(flag, current.level, 'confirm'), safety: true }, ask()],
        next: { ...current, tries: 1 },
      };
    const recorded: TurnEvent = {
      type: 'record',
      kind: 'red-flag-answer',
      subject: flag.id,
      data: { answer: answer ?? 'unclear' },
    };
    if (answer === 'no') {
      const noted = flag.kind === 'crisis' || flag.kind === 'danger' ? 'noted-crisis' : 'noted';
      return {
        events: [recorded, { type: 'say', wording: `wording/emergency.${noted}` }, ...onward(current, flag, services)],
        next: 'done',
      };
    }
    const level = confirmedLevel(flag, current.level);
    const because = [`answered "${answer ?? 'unclear'}" to the confirming question`];
    const told: Flag = {
      type: 'flag',
      severity: flag.severity,
      reason: refOf(flag),
      summary: `${flag.staff}: confirmed (${answer ?? 'unclear answer'})`,
    };
    return {
      events: [
        recorded,
        { type: 'say', wording: sentence(flag, level, 'reply'), safety: true, purpose: 'safety' },
        assessment({ flag: flag.id, version: flag.version, level, because }, flag, services.facts),
        told,
        { type: 'begin', dialog: 'emergency', args: { flag: flag.id, version: flag.version, ...atLevel(flag, level) } },
      ],
      next: 'done',
    };
  },
  returning: (current, services) => [
    { type: 'say', wording: sentence(flagOf(current, services), current.level, 'confirm'), safety: true },
    ask(),
  ],
};

/** The protocol that fits the denied danger; without one, what was written is taken for what it says. */
function onward({ wrote }: ConfirmState, flag: RedFlag, { content }: Services): TurnEvent[] {
  const { after } = flag;
  if (after?.protocol !== undefined && content.has('protocol', after.protocol))
    return [{ type: 'begin', dialog: after.dialog, args: { protocol: after.protocol } }];
  return wrote === undefined ? [] : [{ type: 'takeUp', text: wrote }];
}

function answerOf(input: PatientInput): 'yes' | 'no' | 'unsure' | undefined {
  const chosen = input.choice?.id ?? input.yesNo;
  return chosen === 'yes' || chosen === 'no' || chosen === 'unsure' ? chosen : undefined;
}

function ask(): TurnEvent {
  const choices: Choice[] = (['yes', 'no', 'unsure'] as const).map((id) => ({
    id,
    label: `wording/emergency.confirm-${id}`,
  }));
  return { type: 'say', wording: 'wording/emergency.confirm-ask', safety: true, ask: { kind: 'yesNo', choices } };
}
