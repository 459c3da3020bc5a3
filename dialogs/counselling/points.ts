import type { Section } from '../../knowledge/schema/medicine';

/**
 * The points a complete counselling covers (OBRA-90 list), grouped so that each group is one step of the talk.
 * The first three follow the Indian Health Service prime questions: what for, how, what to expect.
 */
export const GROUPS = [
  { id: 'purpose', sections: ['purpose'], points: ['name-and-description'] },
  {
    id: 'how',
    sections: ['how', 'timing', 'food', 'missed'],
    points: ['dose-form-route', 'directions', 'missed-dose'],
  },
  { id: 'expect', sections: ['expect', 'common', 'serious'], points: ['side-effects', 'severe-effects-and-action'] },
  {
    id: 'mix',
    sections: ['interactions', 'avoid', 'alcohol', 'driving'],
    points: ['interactions', 'contraindications'],
  },
  { id: 'keep', sections: ['monitoring', 'storage', 'disposal'], points: ['self-monitoring', 'storage'] },
  { id: 'go_on', sections: ['stopping', 'running_out'], points: ['duration', 'refill-information'] },
] as const satisfies readonly { id: string; sections: readonly Section[]; points: readonly string[] }[];
export type GroupId = (typeof GROUPS)[number]['id'];

/** Groups begun with an open question; the rest is offered and may be declined. */
export const PRIME: readonly GroupId[] = ['purpose', 'how', 'expect'];
