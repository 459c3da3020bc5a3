import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { PlayedTurn, Player } from './player';

const line = z.strictObject({ ref: z.string(), text: z.string(), choices: z.array(z.string()).optional() });

/** One exchange: what happened, what the bot said, what it decided. Exactly one of the keys before `bot`. */
const exchange = z.strictObject({
  patient: z.string().optional(),
  press: z.string().optional(),
  /** Something without words. */
  sends: z.enum(['photo', 'voice']).optional(),
  open: z.literal(true).optional(),
  /** `30m`, `2h`, `3d`. */
  wait: z
    .string()
    .regex(/^\d+[mhd]$/)
    .optional(),
  /** Something outside begins a dialog. */
  begin: z.strictObject({ dialog: z.string(), args: z.unknown().optional() }).optional(),
  /** What others do to this person's appointments meanwhile; see played.ts. */
  elsewhere: z.string().optional(),
  claim: z.literal(true).optional(),
  handBack: z.string().optional(),
  bot: z.array(line).default([]),
  events: z.array(z.string()).default([]),
});
export type Exchange = z.infer<typeof exchange>;

/** `dialogs/<skill>/transcripts/<name>.yaml`: a conversation that must go exactly like this on every channel. */
export const transcript = z.strictObject({
  name: z.string(),
  locale: z.string().default('en'),
  /** When it begins; the clock stands still between waits. */
  at: z.string().default('2026-11-23T15:00:00Z'),
  patient_known: z.boolean().default(false),
  /** The hospital has the person on file, and this conversation has not been proven theirs. */
  patient_registered: z.boolean().default(false),
  /** Another system has the last word on bookings. */
  booking_elsewhere: z.boolean().default(false),
  /** Where it goes like this; every channel unless what a channel can do is the point. */
  channels: z.array(z.string()).optional(),
  /** What it shows, where every language on every channel has to show it; see transcripts.test.ts. */
  flows: z.array(z.string()).optional(),
  turns: z.array(exchange).min(1),
});
export type Transcript = z.infer<typeof transcript>;

export function parseTranscript(source: string): Transcript {
  return transcript.parse(parse(source));
}

export function printTranscript(value: Transcript): string {
  const turns = value.turns.map(({ bot, events, ...did }) => ({
    ...did,
    ...(bot.length === 0 ? {} : { bot }),
    ...(events.length === 0 ? {} : { events }),
  }));
  const { name, locale, at } = value;
  return stringify(
    {
      name,
      locale,
      at,
      ...(value.patient_known ? { patient_known: true } : {}),
      ...(value.patient_registered ? { patient_registered: true } : {}),
      ...(value.booking_elsewhere ? { booking_elsewhere: true } : {}),
      ...(value.channels === undefined ? {} : { channels: value.channels }),
      ...(value.flows === undefined ? {} : { flows: value.flows }),
      turns,
    },
    { lineWidth: 110 },
  );
}

/** Plays the patient's side of an exchange. */
export async function playExchange(player: Player, did: Exchange): Promise<PlayedTurn> {
  if (did.patient !== undefined) return player.say(did.patient);
  if (did.sends !== undefined) return player.send(did.sends);
  if (did.press !== undefined) return player.press(did.press);
  if (did.open === true) return player.open();
  if (did.wait !== undefined) return player.wait(milliseconds(did.wait));
  if (did.begin !== undefined) return player.begin(did.begin.dialog, did.begin.args ?? {});
  if (did.elsewhere !== undefined) return player.elsewhere(did.elsewhere);
  if (did.claim === true) return player.staff('claim');
  if (did.handBack !== undefined) return player.staff('handBack', did.handBack);
  throw new Error('An exchange needs one of patient, press, sends, open, wait, begin, claim, handBack.');
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export function milliseconds(duration: string): number {
  return Number(duration.slice(0, -1)) * UNITS[duration.slice(-1) as keyof typeof UNITS];
}
