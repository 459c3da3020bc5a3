import type { Dialog, PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';
import { TOPIC_SECTIONS, type Topic } from '../../knowledge/medicines/topics';
import { answer, askTopic, more, notCovered } from './answer';
import { danger } from './danger';
import { askTaken, countTaken } from './maximum';
import { EMPTY, type MedicationState, state } from './state';
import { settle, understand } from './understand';
import { ask, askYesNo, card, choice, nameOf, pharmacyTask, record, say, sections } from './words';

type Steps = Step<MedicationState>;
const WHICH: TurnEvent = say('which', undefined, { ask: { kind: 'medicine' } });

const FIRST: TurnEvent = say('which', undefined, { ask: { kind: 'medicine', choices: [choice('my_list')] } });

/** Questions about medicines, answered from reviewed cards alone. It never changes a dose. */
export const medication: Dialog<MedicationState> = {
  id: 'medication',
  version: 1,
  state,
  migrate: {},
  async start(args, services) {
    const given = (args ?? {}) as { text?: string; medicine?: string; topic?: string };
    const topic = topicNamed(given.topic);
    const begun = { ...EMPTY, ...(topic === undefined ? {} : { topic }) };
    if (given.medicine !== undefined && services.content.has('medicine', given.medicine))
      return answer(services, { ...begun, about: [given.medicine] });
    const taken = given.text === undefined ? undefined : understand(services, { ...begun, at: 'more' }, given.text);
    return taken ?? { events: [FIRST], next: begun };
  },
  async step(current, input, services) {
    if (input.kind !== 'message') return { events: [], next: current };
    if (input.attachments.length > 0 && input.text === '')
      return { events: [say('no-photos'), ...reask(current, services)], next: current };
    const counted = current.at === 'taken' ? counting(current, input, services) : undefined;
    if (counted !== undefined) return counted;
    const chosen = await byChoice(current, input, services);
    if (chosen !== undefined) return chosen;
    const understood = input.text === '' ? undefined : understand(services, current, input.text, { mayBeOther: true });
    return understood ?? { events: [], next: 'unclear' };
  },
  returning: (current, services) => [say('back'), ...reask(current, services)],
};

/** What was taken today; "nothing" ends the counting, another question is another question. */
function counting(current: MedicationState, input: PatientInput, services: Services): Steps | undefined {
  if (input.yesNo === 'no') return carryOn(services, current);
  return countTaken(services, current, input.text);
}

/** Topics as intents and other dialogs may call them. */
const TOPIC_NAMES: Readonly<Record<string, Topic>> = {
  interactions: 'interaction',
  refill: 'ran_out',
  side_effect: 'side_effects',
  missed: 'missed_dose',
};

function topicNamed(name: string | undefined): Topic | undefined {
  if (name === undefined) return undefined;
  return name in TOPIC_SECTIONS ? (name as Topic) : TOPIC_NAMES[name.replace(/-/g, '_')];
}

/** A press, a number, or yes and no: whatever the open question offered. */
async function byChoice(current: MedicationState, input: PatientInput, services: Services): Promise<Steps | undefined> {
  const yesNo = current.at === 'confirm' || isYesNo(current.at);
  const answered = input.choice?.id ?? (yesNo ? input.yesNo : undefined);
  const picked = yesNo && !isPlain(answered, input, services) ? undefined : answered;
  if (picked === undefined) return undefined;
  const first = current.about[0];
  if (picked === 'done') return { events: [say('goodbye')], next: 'done' };
  if (picked === 'my_list') return { events: [{ type: 'begin', dialog: 'medicine-list' }], next: 'done' };
  if (picked === 'pharmacist') return pharmacist(services, current, 'asked');
  if (picked === 'other_medicine') return { events: [WHICH], next: { ...EMPTY, confirmed: current.confirmed } };
  if (picked === 'other_topic' && first !== undefined) return askTopic(services, without(current), first);
  switch (current.at) {
    case 'which':
      return current.offered.includes(picked)
        ? answer(services, { ...current, about: [picked], confirmed: [...current.confirmed, picked], offered: [] })
        : {
            events: [say('which-on-box', undefined, { ask: { kind: 'medicine' } })],
            next: { ...current, offered: [] },
          };
    case 'confirm':
      return confirmed(services, current, picked);
    case 'topic':
      return picked in TOPIC_SECTIONS ? answer(services, { ...current, topic: picked as Topic }) : undefined;
    case 'severity':
      return first === undefined ? undefined : sideEffect(services, current, first, picked);
    case 'double':
      return extraDose(services, current, picked);
    case 'refill':
      return refill(services, current, picked === 'yes');
    case 'cost':
      return picked === 'yes'
        ? told(services, current, pharmacyTask('medicine-cost', 4, 'Cannot afford a medicine; asks for help', first))
        : carryOn(services, current);
    case 'why':
      return {
        events: [{ type: 'begin', dialog: 'adherence', args: { kind: 'barrier', medicine: first, reason: picked } }],
        next: 'done',
      };
    case 'pharmacist':
      return picked === 'yes' ? pharmacist(services, current, 'not-covered') : carryOn(services, current);
    default:
      return undefined;
  }
}

/** A yes or no that is the answer: "y si tomo dos" has the word, and asks. */
const SHORT_ANSWER = 3;

function isPlain(answered: string | undefined, input: PatientInput, services: Services): boolean {
  const said = input.text.trim().split(/\s+/);
  if ((answered !== 'yes' && answered !== 'no') || said.length <= SHORT_ANSWER) return true;
  // A lone letter begins a sentence in Spanish ("y", and) and is a yes in English only by itself.
  return said[0]!.length > 1 && services.language.yesNo(said[0]!, services.locale) !== undefined;
}

function isYesNo(at: MedicationState['at']): boolean {
  return at === 'refill' || at === 'cost' || at === 'pharmacist';
}

function without(current: MedicationState): MedicationState {
  const { topic: _, ...rest } = current;
  return { ...rest, substances: [], classes: [] };
}

function confirmed(services: Services, current: MedicationState, picked: string): Steps {
  const [open, ...rest] = current.open;
  const id = picked === 'yes' ? open?.candidates[0] : open?.candidates.find((one) => one === picked);
  if (id !== undefined)
    return settle(services, {
      ...current,
      about: [...new Set([...current.about, id])],
      confirmed: [...current.confirmed, id],
      open: rest,
      offered: [],
    });
  // "No": nothing is said about the guess; the right name is asked for, then a pharmacist is offered.
  if (current.asked) return notCovered(services, { ...current, about: [], open: [] });
  return {
    events: [say('which-on-box', undefined, { ask: { kind: 'medicine' } })],
    next: { ...current, at: 'which', about: [], open: [], offered: [], asked: true },
  };
}

/** Severe goes to the emergency number at once; bad is a call today; mild is explained. */
function sideEffect(services: Services, current: MedicationState, id: string, how: string): Steps {
  const name = nameOf(services, id);
  const noted = record('side-effect', id, { severity: how });
  if (how === 'severe')
    return {
      events: [noted, ...danger(services, 'severe_effect', `Severe effect reported while taking ${id}`, id)],
      next: 'done',
    };
  const bad = how === 'bad';
  return {
    events: [
      ...(bad ? [say('bad-today', { name }, { safety: true })] : [say('mild')]),
      ...sections(services, id, bad ? ['serious'] : ['common', 'serious'], bad),
      ...(bad ? [pharmacyTask('medicine-side-effect', 2, `Troubling effect reported while taking ${id}`, id)] : []),
      noted,
      more(services, id),
    ],
    next: { ...current, at: 'more' },
  };
}

function extraDose(services: Services, current: MedicationState, picked: string): Steps | undefined {
  const first = current.about[0];
  if (picked === 'on_purpose')
    return { events: danger(services, 'self_harm', 'Says an extra dose was taken on purpose', first), next: 'done' };
  if (picked === 'unwell_now')
    return { events: danger(services, 'severe_effect', 'Unwell after an extra dose', first), next: 'done' };
  return picked === 'mistake'
    ? { events: [say('mistake-ok'), more(services, first)], next: { ...current, at: 'more' } }
    : undefined;
}

function refill(services: Services, current: MedicationState, wanted: boolean): Steps {
  const id = current.about[0]!;
  if (!wanted) return carryOn(services, current);
  const severity = card(services, id).critical_missed ? 2 : 3;
  return {
    events: [
      pharmacyTask('refill-request', severity, `Asks for a refill of ${id}`, id),
      record('refill-request', id, { asked: 'patient' }),
      say('refill-asked', { name: nameOf(services, id) }),
      more(services, id),
    ],
    next: { ...current, at: 'more' },
  };
}

function told(services: Services, current: MedicationState, task: TurnEvent): Steps {
  return { events: [task, say('told-team'), more(services, current.about[0])], next: { ...current, at: 'more' } };
}

function pharmacist(services: Services, current: MedicationState, why: string): Steps {
  const subject = current.about.join(' + ') || 'a medicine we have no card for';
  return told(
    services,
    current,
    pharmacyTask('asked-pharmacist', 3, `Asks a pharmacist (${why}): ${subject}, topic ${current.topic ?? 'not said'}`),
  );
}

function carryOn(services: Services, current: MedicationState): Steps {
  return { events: [more(services, current.about[0])], next: { ...current, at: 'more' } };
}

/** The open question again, as it was asked. */
function reask(current: MedicationState, services: Services): readonly TurnEvent[] {
  const first = current.about[0];
  switch (current.at) {
    case 'confirm':
      return settle(services, current).events;
    case 'topic':
      return first === undefined ? [WHICH] : askTopic(services, current, first).events;
    case 'severity':
      return [ask('how-bad', ['severe', 'bad', 'mild'], { name: nameOf(services, first!) })];
    case 'double':
      return [ask('on-purpose', ['mistake', 'on_purpose', 'unwell_now'])];
    case 'taken':
      return [askTaken(services, first!)];
    case 'refill':
      return [askYesNo('offer-refill', { name: nameOf(services, first!) })];
    case 'cost':
      return [askYesNo('offer-cost-help')];
    case 'why':
      return [
        ask('why-stop', ['feels_well', 'side_effect', 'money', 'belief', 'other_reason'], {
          name: nameOf(services, first!),
        }),
      ];
    case 'pharmacist':
      return [askYesNo('offer-pharmacist')];
    case 'other':
      return [say('with-which', { name: nameOf(services, first!) }, { ask: { kind: 'medicine' } })];
    case 'more':
      return [more(services, first)];
    default:
      return [WHICH];
  }
}
