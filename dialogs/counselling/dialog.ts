import { z } from 'zod';
import type { Dialog, PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';
import { medicineKnowledge } from '../../knowledge/medicines';
import { findAllergies } from '../../knowledge/medicines/checks/person';
import { medicineRules } from '../medication/rules';
import { together } from '../medication/together';
import {
  ask,
  askYesNo,
  card,
  contentOf,
  nameOf,
  pharmacyTask,
  purposeOf,
  record,
  say,
  sections,
} from '../medication/words';
import { GROUPS, type GroupId, PRIME } from './points';
import { ITEMS, type Item, teachBack } from './teach-back';

const group = z.enum(GROUPS.map((one) => one.id) as [GroupId, ...GroupId[]]);
const item = z.enum(ITEMS);
const state = z.strictObject({
  at: z.enum(['offer', 'why_not', 'allergies', 'prime', 'part', 'teach']),
  medicine: z.string(),
  /** `medicine/<id>@<version>`: the encounter finishes on the version it began with. */
  content: z.string(),
  /** The pharmacy's own directions for this patient, shown as they are. */
  label: z.string().optional(),
  /** ISO date on which the supply ends, for reminders. */
  ends: z.string().optional(),
  group: group.optional(),
  covered: z.array(group),
  declined: z.array(group),
  /** What the patient said to the three prime questions. */
  said: z.record(z.string(), z.string()),
  item: item.optional(),
  tries: z.number().int(),
  results: z.record(z.string(), z.enum(['first', 'again', 'failed'])),
});
type CounselState = z.infer<typeof state>;
type Steps = Step<CounselState>;

/** Counselling on a newly prescribed medicine: offered, talked through, said back, recorded. */
export const counselling: Dialog<CounselState> = {
  id: 'counselling',
  version: 1,
  state,
  migrate: {},
  async start(args, services) {
    const { medicine, label, ends, prescribed, text } = (args ?? {}) as Begun;
    // A question about taking a medicine is answered; counselling itself begins with a prescription.
    if (medicine === undefined && text !== undefined)
      return { events: [{ type: 'begin', dialog: 'medication', args: { text, topic: 'how_to_take' } }], next: 'done' };
    if (medicine === undefined || !services.content.has('medicine', medicine)) {
      return {
        events: [
          say('counsel-no-card'),
          pharmacyTask('counselling-by-person', 3, `New medicine without a card: ${medicine ?? 'not named'}`),
          record('counselling', medicine, { outcome: 'not-possible' }),
        ],
        next: 'done',
      };
    }
    const next: CounselState = {
      at: 'offer',
      medicine,
      content: contentOf(services, medicine),
      ...(label === undefined ? {} : { label }),
      ...(ends === undefined ? {} : { ends }),
      covered: [],
      declined: [],
      said: {},
      tries: 0,
      results: {},
    };
    return { events: [...(prescribed ? listed(services, medicine) : []), question(services, next)], next };
  },
  async step(current, input, services) {
    if (input.kind !== 'message') return { events: [], next: current };
    return take(current, input, services) ?? { events: [], next: 'unclear' };
  },
  returning: (current, services) => [say('back'), question(services, current)],
};

/** How it begins: from a prescription (`prescribed`), from another dialog, or with a question in words. */
interface Begun {
  readonly medicine?: string;
  readonly label?: string;
  readonly ends?: string;
  readonly prescribed?: boolean;
  readonly text?: string;
}

/** What was prescribed stands on the patient's list, whether or not they want to talk about it. */
function listed(services: Services, medicine: string): TurnEvent[] {
  const known = services.facts.medicines ?? [];
  if (known.includes(medicine)) return [];
  return [
    { type: 'learn', facts: { medicines: [...known, medicine] } },
    record('medicine-list', medicine, { change: 'added', by: 'prescription' }),
  ];
}

function take(current: CounselState, input: PatientInput, services: Services): Steps | undefined {
  const picked = input.choice?.id ?? input.yesNo;
  switch (current.at) {
    case 'offer':
      return picked === 'yes' ? begin(services, current) : picked === 'no' ? refuse(services, current) : undefined;
    case 'allergies':
      return input.text === '' ? undefined : afterAllergies(services, current, input);
    case 'prime':
      return input.text === '' ? undefined : afterPrime(services, current, input.text);
    case 'part':
      return picked === 'yes' ? tellGroup(services, current) : picked === 'no' ? decline(services, current) : undefined;
    case 'teach':
      return picked === undefined ? undefined : scoreAnswer(services, current, picked);
    default:
      return undefined;
  }
}

/** The open question of a place, as it is asked and asked again. */
function question(services: Services, current: CounselState): TurnEvent {
  const values = { name: nameOf(services, current.medicine), purpose: purposeOf(services, current.medicine) };
  switch (current.at) {
    case 'allergies':
      return say('counsel-allergies', undefined, { ask: { kind: 'text' } });
    case 'prime':
      return say(`counsel-ask-${current.group}`, values, { ask: { kind: 'text' } });
    case 'part':
      return ask(`counsel-part-${current.group}`, ['yes', 'no'], values);
    case 'teach': {
      const asked = teachBack(services, current.medicine, current.item!);
      return say(asked.question, values, { ask: { kind: 'choice', choices: asked.choices } });
    }
    default:
      return askYesNo('counsel-offer', values);
  }
}

function go(services: Services, events: readonly TurnEvent[], next: CounselState): Steps {
  return { events: [...events, question(services, next)], next };
}

function begin(services: Services, current: CounselState): Steps {
  const { warning } = card(services, current.medicine);
  const lead: TurnEvent[] =
    warning === undefined
      ? []
      : [
          { type: 'say', wording: `${current.content}#warning`, safety: true },
          pharmacyTask(
            'counselling-high-risk',
            3,
            `First use of a high-risk medicine: ${current.medicine}`,
            current.medicine,
          ),
        ];
  return go(services, lead, { ...current, at: 'allergies' });
}

/** Refusing is a right; it is recorded as what it is. */
function refuse(services: Services, current: CounselState): Steps {
  return {
    events: [
      say('counsel-refused', { name: nameOf(services, current.medicine) }),
      record('counselling', current.medicine, { outcome: 'refused', content: current.content }),
    ],
    next: 'done',
  };
}

/** Allergies learnt here and the patient's list are checked before the talk goes on. */
function afterAllergies(services: Services, current: CounselState, input: PatientInput): Steps {
  const named = findAllergies(services.content, input.text);
  const known = [...new Set([...(services.facts.allergies ?? []), ...named])];
  const { names } = medicineKnowledge(services.content);
  const hit = known.filter((id) => {
    const file = services.content.get('allergy', id);
    const classes = names.subjects.get(current.medicine)?.classes ?? [];
    return file.same.some((one) => one === current.medicine || classes.includes(one));
  });
  const events: TurnEvent[] = [{ type: 'learn', facts: { allergies: known } }];
  if (hit.length > 0) {
    const { version } = services.content.get('allergy', hit[0]!);
    return {
      events: [
        ...events,
        { type: 'say', wording: `allergy/${hit[0]}@${version}#advice`, safety: true },
        pharmacyTask(
          'medicine-allergy',
          2,
          `Prescribed ${current.medicine}; reports allergy ${hit.join(', ')}`,
          current.medicine,
        ),
        record('counselling', current.medicine, { outcome: 'stopped-allergy', content: current.content }),
      ],
      next: 'done',
    };
  }
  const list = (services.facts.medicines ?? []).filter((id) => id !== current.medicine);
  const checked = list.length === 0 ? [] : together(services, [current.medicine, ...list]).events.filter(seriousOnly);
  return go(services, [...events, ...checked], { ...current, at: 'prime', group: 'purpose' });
}

/** In the middle of a talk only what matters interrupts: safety sentences, tasks and the record of the check. */
function seriousOnly(event: TurnEvent): boolean {
  return event.type !== 'say' || event.safety === true;
}

/** The patient's own words first, then the gaps are filled from the card. */
function afterPrime(services: Services, current: CounselState, text: string): Steps {
  return tellGroup(services, { ...current, said: { ...current.said, [current.group!]: text.slice(0, 500) } });
}

function tellGroup(services: Services, current: CounselState): Steps {
  const id = current.group!;
  const { sections: which } = GROUPS.find((one) => one.id === id)!;
  const label = id === 'how' && current.label !== undefined ? [say('counsel-label', { label: current.label })] : [];
  const events = [
    ...(PRIME.includes(id) ? [say(`counsel-thanks-${id}`)] : []),
    ...label,
    ...sections(services, current.medicine, which),
  ];
  return nextGroup(services, events, { ...current, covered: [...current.covered, id] });
}

function decline(services: Services, current: CounselState): Steps {
  return nextGroup(services, [], { ...current, declined: [...current.declined, current.group!] });
}

function nextGroup(services: Services, events: readonly TurnEvent[], current: CounselState): Steps {
  const following = GROUPS[GROUPS.findIndex((one) => one.id === current.group) + 1];
  if (following === undefined)
    return go(services, [...events, say('teach-intro')], { ...current, at: 'teach', item: ITEMS[0], tries: 0 });
  const at = PRIME.includes(following.id) ? 'prime' : 'part';
  return go(services, events, { ...current, at, group: following.id });
}

/** Right: on. Wrong: explained in other words and asked again; wrong again: a pharmacist takes over that point. */
function scoreAnswer(services: Services, current: CounselState, picked: string): Steps | undefined {
  const asked = teachBack(services, current.medicine, current.item!);
  if (!asked.choices.some((one) => one.id === picked)) return undefined;
  const tries = current.tries + 1;
  if (picked === asked.right) return nextItem(services, [say('teach-right')], current, tries === 1 ? 'first' : 'again');
  if (tries < medicineRules(services).teach_back_tries)
    return go(services, [say(`teach-again-${current.item}`), ...sections(services, current.medicine, asked.again)], {
      ...current,
      tries,
    });
  return nextItem(
    services,
    [say('teach-failed'), ...sections(services, current.medicine, asked.again)],
    current,
    'failed',
  );
}

function nextItem(
  services: Services,
  events: readonly TurnEvent[],
  current: CounselState,
  result: 'first' | 'again' | 'failed',
): Steps {
  const results = { ...current.results, [current.item!]: result };
  const following = ITEMS[ITEMS.indexOf(current.item as Item) + 1];
  if (following !== undefined) return go(services, events, { ...current, item: following, tries: 0, results });
  return finish(services, events, { ...current, results });
}

function finish(services: Services, events: readonly TurnEvent[], current: CounselState): Steps {
  const name = nameOf(services, current.medicine);
  const failed = Object.entries(current.results)
    .filter(([, result]) => result === 'failed')
    .map(([id]) => id);
  const pointsOf = (ids: readonly GroupId[]) =>
    GROUPS.filter((one) => ids.includes(one.id)).flatMap((one) => one.points);
  const medicines = [...new Set([...(services.facts.medicines ?? []), current.medicine])];
  return {
    events: [
      ...events,
      ...(failed.length === 0
        ? [say('counsel-passed', { name })]
        : [
            say('counsel-failed', { name }),
            pharmacyTask(
              'counselling-teach-back',
              2,
              `Teach-back on ${current.medicine} failed twice: ${failed.join(', ')}`,
              current.medicine,
            ),
          ]),
      { type: 'learn', facts: { medicines } },
      record('medicine-list', current.medicine, { change: 'added', by: 'counselling' }),
      record('counselling', current.medicine, {
        outcome: failed.length === 0 ? 'completed' : 'completed-teach-back-failed',
        content: current.content,
        texts: services.content.fingerprint,
        label: current.label ?? null,
        covered: pointsOf(current.covered),
        declined: pointsOf(current.declined),
        said: current.said,
        teachBack: current.results,
        locale: services.locale,
      }),
      {
        type: 'begin',
        dialog: 'adherence',
        args: {
          kind: 'offer',
          medicine: current.medicine,
          ...(current.ends === undefined ? {} : { ends: current.ends }),
        },
      },
    ],
    next: 'done',
  };
}
