import type { Services, TurnEvent } from '../../bot/contracts';
import { medicineKnowledge } from '../../knowledge/medicines';
import { checkAllergies, pregnancyConcern, tooYoung } from '../../knowledge/medicines/checks/person';
import { TOPIC_SECTIONS, type Topic } from '../../knowledge/medicines/topics';
import { askTaken, countable } from './maximum';
import type { MedicationState } from './state';
import { together } from './together';
import {
  ask,
  askYesNo,
  card,
  contentOf,
  hasCard,
  nameOf,
  pharmacyTask,
  purposeOf,
  record,
  say,
  sections,
} from './words';

export interface Answered {
  readonly events: readonly TurnEvent[];
  readonly next: MedicationState;
}

/** Answers the settled question from reviewed content, or asks the one thing that must be known first. */
export function answer(services: Services, state: MedicationState): Answered {
  const cards = state.about.filter((id) => hasCard(services, id));
  const first = cards[0];
  if (state.topic === undefined && first !== undefined && state.about.length === 1)
    return askTopic(services, state, first);
  if (state.topic === 'interaction' || (state.topic === undefined && state.about.length > 1))
    return answerTogether(services, state);
  if (first === undefined || state.topic === 'not_covered') return notCovered(services, state);
  if (state.topic === 'side_effects')
    return {
      events: [
        ...warnings(services, first),
        ask('how-bad', ['severe', 'bad', 'mild'], { name: nameOf(services, first) }),
      ],
      next: { ...state, at: 'severity' },
    };
  if (state.topic === 'double_dose') return doubleDose(services, state, first);
  return {
    events: [
      ...cards.flatMap((id) => tell(services, id, state.topic!)),
      ...cards.flatMap((id) => concerns(services, id, state.topic!)),
      ...closing(services, state, first),
    ],
    next: { ...state, at: closingPlace(services, state, first) },
  };
}

/** Heading with the purpose, so that a wrong medicine is noticed, then the sections. */
function tell(services: Services, id: string, topic: Topic): TurnEvent[] {
  return [
    say('heading', { name: nameOf(services, id), purpose: purposeOf(services, id) }),
    ...warnings(services, id),
    ...sections(services, id, TOPIC_SECTIONS[topic]),
    record('medicine-question', id, { topic, content: contentOf(services, id) }),
  ];
}

/** An allergy the patient told us about comes before everything else. */
function warnings(services: Services, id: string): TurnEvent[] {
  const { names } = medicineKnowledge(services.content);
  const young = tooYoung(card(services, id), services.facts.ageMonths)
    ? [say('too-young', { name: nameOf(services, id) }, { safety: true })]
    : [];
  const hits = checkAllergies(services.content, names, services.facts.allergies ?? [], id);
  const allergies = hits.flatMap((hit): TurnEvent[] => [
    { type: 'say' as const, wording: hit.ref, safety: true },
    pharmacyTask('medicine-allergy', 2, `Asked about ${id}; reports allergy ${hit.allergy} (${hit.kind})`, id),
  ]);
  return [...young, ...allergies];
}

/** What a person has to look at, whatever was asked. */
function concerns(services: Services, id: string, topic: Topic): TurnEvent[] {
  const medicine = card(services, id);
  const pregnant = topic === 'pregnancy' || services.facts.pregnant === 'yes';
  if (!pregnant) return [];
  const concern = pregnancyConcern(medicine, services.facts.weeksPregnant);
  if (concern === 'none') return [];
  const severity = medicine.flags.pregnancy === 'avoid' ? 2 : concern === 'today' ? 3 : 4;
  return [
    ...(topic === 'pregnancy' ? [] : sections(services, id, ['pregnancy'], true)),
    pharmacyTask('medicine-pregnancy', severity, `Pregnancy and ${id}: needs a prescriber's answer`, id),
    ...(severity === 2 ? [say('told-team-today')] : []),
  ];
}

const OFFERS: Partial<Record<Topic, MedicationState['at']>> = { ran_out: 'refill', cost: 'cost', stopping: 'why' };

function closingPlace(services: Services, state: MedicationState, first: string): MedicationState['at'] {
  if (state.topic === 'ran_out' && card(services, first).opioid) return 'pharmacist';
  if (state.topic === 'max_dose' && countable(services, first)) return 'taken';
  return OFFERS[state.topic!] ?? 'more';
}

function closing(services: Services, state: MedicationState, first: string): TurnEvent[] {
  const name = nameOf(services, first);
  switch (closingPlace(services, state, first)) {
    case 'refill':
      return [askYesNo('offer-refill', { name })];
    case 'cost':
      return [askYesNo('offer-cost-help')];
    case 'why':
      return [ask('why-stop', ['feels_well', 'side_effect', 'money', 'belief', 'other_reason'], { name })];
    case 'taken':
      return [askTaken(services, first)];
    case 'pharmacist':
      return [askYesNo('offer-pharmacist')];
    default:
      return [more(services, first)];
  }
}

/** The open door after an answer: another topic, another medicine, or enough. */
export function more(services: Services, id: string | undefined): TurnEvent {
  return id === undefined
    ? ask('more-any', ['other_medicine', 'pharmacist', 'done'])
    : ask('more', ['other_topic', 'other_medicine', 'pharmacist', 'done'], { name: nameOf(services, id) });
}

export const TOPIC_CHOICES = [
  'purpose',
  'how_to_take',
  'missed_dose',
  'side_effects',
  'interaction',
  'pregnancy',
  'alcohol',
  'stopping',
  'ran_out',
] as const;

export function askTopic(services: Services, state: MedicationState, id: string): Answered {
  return {
    events: [
      ...warnings(services, id),
      ask('topic', [...TOPIC_CHOICES, 'pharmacist'], { name: nameOf(services, id), purpose: purposeOf(services, id) }),
    ],
    next: { ...state, at: 'topic' },
  };
}

/** With one medicine only, the patient's own list is the other side; without a list the bot asks. */
function answerTogether(services: Services, state: MedicationState): Answered {
  const listed = state.about.length === 1 && state.substances.length === 0 ? (services.facts.medicines ?? []) : [];
  const ids = [...new Set([...state.about, ...state.substances, ...listed])];
  if (ids.length < 2) {
    const name = nameOf(services, state.about[0]!);
    return { events: [say('with-which', { name }, { ask: { kind: 'medicine' } })], next: { ...state, at: 'other' } };
  }
  const { events, unchecked } = together(services, ids);
  return unchecked
    ? { events: [...events, askYesNo('offer-pharmacist')], next: { ...state, at: 'pharmacist' } }
    : {
        events: [
          ...events,
          more(
            services,
            state.about.find((id) => hasCard(services, id)),
          ),
        ],
        next: { ...state, at: 'more' },
      };
}

/** Too much: what to do first, then whether it was meant. Never waits for an answer with the safety text. */
function doubleDose(services: Services, state: MedicationState, id: string): Answered {
  const medicine = card(services, id);
  const severity = medicine.critical_missed || medicine.opioid || medicine.warning !== undefined ? 2 : 3;
  return {
    events: [
      say('heading', { name: nameOf(services, id), purpose: purposeOf(services, id) }),
      ...sections(services, id, ['double'], true),
      pharmacyTask('medicine-extra-dose', severity, `Took more ${id} than prescribed`, id),
      record('medicine-question', id, { topic: 'double_dose', content: contentOf(services, id) }),
      ask('on-purpose', ['mistake', 'on_purpose', 'unwell_now']),
    ],
    next: { ...state, at: 'double' },
  };
}

/** Not in the reviewed content: said openly, and a pharmacist is offered. */
export function notCovered(services: Services, state: MedicationState, words?: string): Answered {
  const name = words ?? (state.about[0] === undefined ? '' : nameOf(services, state.about[0]));
  return {
    events: [
      name === '' ? say('unknown') : say(hasCard(services, state.about[0] ?? '') ? 'not-in-card' : 'no-card', { name }),
      record('medicine-not-covered', state.about[0], { asked: name, topic: state.topic ?? null }),
      askYesNo('offer-pharmacist'),
    ],
    next: { ...state, at: 'pharmacist' },
  };
}
