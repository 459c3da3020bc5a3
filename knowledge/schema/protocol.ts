import { z } from 'zod';
import { contentId, header, localized } from './common';
import { age, condition, level, localId, phrases, question, route } from './triage-common';

/** Why a rule decides as it does: what the patient reads, and what staff read. Never a diagnosis for the patient. */
const reason = z.strictObject({
  /** One plain sentence in terms of what the patient told us: "Pressure in the chest that is there now needs help at once." */
  patient: localized,
  /** For the hand-over note, in clinical English: "Possible acute coronary syndrome". */
  staff: z.string().min(3),
});

export const rule = z
  .strictObject({
    id: localId,
    level,
    route,
    /** By when, in hours. Required for D3 (24 or 72); optional to be stricter elsewhere. */
    deadline_hours: z.number().positive().optional(),
    /** Absent only in the last rule, which always holds. */
    when: condition.optional(),
    reason,
    /** Another protocol to run as well; never lowers what this one found. */
    also: localId.optional(),
  })
  .refine((given) => given.level !== 'D3' || given.deadline_hours !== undefined, {
    message: 'a D3 rule needs deadline_hours: 24 or 72',
  });
export type Rule = z.infer<typeof rule>;

/**
 * One sentence of advice. `now`: what to do at once or while waiting; `care`: how to look after oneself;
 * `come_back`: signs that mean write or call again, or the emergency number.
 * Default levels: now D0-D2, care D3-D5, come_back D1-D5.
 */
export const advice = z.strictObject({
  id: localId,
  kind: z.enum(['now', 'care', 'come_back']),
  levels: z.array(level).min(1).optional(),
  when: condition.optional(),
  text: localized,
});
export type Advice = z.infer<typeof advice>;

const answer = z.union([z.boolean(), z.number(), z.string(), z.array(z.string())]);

/**
 * A case the protocol must decide. Answers not given are the harmless ones ("no", nothing ticked, the last option of
 * an ordered choice or else "unsure", `calm` for numbers); `true`, `false`, `unsure`, an option id, ticked ids or a number.
 */
export const protocolTest = z.strictObject({
  name: z.string().min(3),
  age: age.default('35y'),
  sex: z.enum(['female', 'male']).default('female'),
  /** Facts that are so; all others are not. */
  facts: z.array(localId).default([]),
  unsure_facts: z.array(localId).default([]),
  answers: z.record(localId, answer).default({}),
  expect: level,
  /** The rule or modifier that must decide. */
  rule: z.string().optional(),
});
export type ProtocolTest = z.infer<typeof protocolTest>;

/** `content/protocols/<id>.yaml`: one complaint. See `docs/writing-a-protocol.md`. */
export const protocol = z.strictObject({
  ...header,
  title: localized,
  /** What the patient would call it, for "you want help with …": lower case, at most six words. */
  complaint: localized,
  /** Who it is for; outside it the protocol is not chosen (`instead` names the one for others). */
  applies: z
    .strictObject({
      age_from: age.optional(),
      age_under: age.optional(),
      sex: z.enum(['female', 'male']).optional(),
      instead: localId.optional(),
    })
    .default({}),
  /** How an opening message leads here: lexicon concepts and lay phrases (matched as words, in any order). */
  entry: z.strictObject({
    concepts: z.array(contentId).default([]),
    phrases: phrases,
    /** Wins over others that match equally well; the default 0 suits most. */
    weight: z.number().default(0),
    /** Said of most illnesses ("a bit tired"): beside another complaint it begins no questions of its own. */
    companion: z.boolean().default(false),
  }),
  /** In order of threat: life first, then limb, eye, testicle, spine, pregnancy, then infection, then the usual. */
  questions: z.array(question).min(1).max(15),
  /** All are evaluated; the most urgent wins. The last has no `when`. */
  rules: z.array(rule).min(2),
  /** What the modifiers of `content/modifiers` look at: sign id -> condition, or `true` when it is the complaint itself. */
  signs: z.record(localId, z.union([z.literal(true), condition])).default({}),
  /** Facts that modifiers may need here although no rule names them; asked at the end when they can change the level. */
  ask_facts: z.array(localId).default([]),
  advice: z.array(advice).min(1),
  /** Hours until "how is it now?", per level; the defaults of `triage.follow_up` apply otherwise. */
  follow_up: z.partialRecord(level, z.number().positive()).default({}),
  /** Booking service id to offer, when it is not the default of the route. */
  service: contentId.optional(),
  tests: z.array(protocolTest).min(4),
});
export type Protocol = z.infer<typeof protocol>;
