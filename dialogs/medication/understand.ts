import type { Choice, Services } from '../../bot/contracts';
import { medicineKnowledge } from '../../knowledge/medicines';
import { type Question, readQuestion } from '../../knowledge/medicines/question';
import { type Answered, answer, notCovered } from './answer';
import type { MedicationState, Open } from './state';
import { ask, choice, hasCard, inLocale, nameOf, purposeOf, say } from './words';

/** Most medicines offered by name at once; more are asked for by name. */
const MOST_OFFERED = 8;

/** Takes a message: which medicines, settled or asked; then the answer. `undefined`: it is not about medicines. */
export function understand(
  services: Services,
  state: MedicationState,
  text: string,
  given: { mayBeOther?: boolean } = {},
): Answered | undefined {
  const question = readQuestion(medicineKnowledge(services.content), text);
  // A message that names no medicine says little about the topic the patient came with.
  const bare = question.found.length === 0 && state.about.length === 0;
  const topic = bare ? (state.topic ?? question.topic) : (question.topic ?? state.topic);
  const asked: MedicationState = {
    ...state,
    ...(topic === undefined ? {} : { topic }),
    substances: [...question.substances],
  };
  if (question.found.length > 0) {
    const open = question.found.map(
      (found): Open => ({
        candidates: [...found.candidates],
        confirm: found.confirm && !isKnown(services, state, found.id),
        words: found.words,
      }),
    );
    return settle(services, {
      ...asked,
      about: state.at === 'other' ? state.about : [],
      open,
      classes: [...question.classes],
    });
  }
  const strange = medicineKnowledge(services.content).find(text).strange.length > 0;
  const asks = question.topic !== undefined;
  // A new question about the same medicine: "and with beer?"; with a word nobody knows it may be about another one.
  if (state.about.length > 0 && question.classes.length === 0 && question.topic !== undefined && !strange)
    return answer(services, { ...asked, topic: question.topic });
  if (state.about.length > 0 && question.substances.length > 0)
    return answer(services, { ...asked, topic: 'interaction' });
  // Asked something before the name was confirmed: that is answered once it is.
  if (state.at === 'confirm' && state.open.length > 0 && question.state === 'unknown' && asks && !strange)
    return settle(services, asked);
  if (question.state === 'ask') return askWhich(services, asked, question);
  return unnamed(services, asked, text, { asks, mayBeOther: given.mayBeOther === true });
}

/** No name we know. Strange words may be a medicine; without any, the bot asks for the name. */
function unnamed(
  services: Services,
  state: MedicationState,
  text: string,
  given: { asks: boolean; mayBeOther: boolean },
): Answered | undefined {
  const { strange } = medicineKnowledge(services.content).find(text);
  if (strange.length > 0 && (given.asks || state.at === 'which' || state.at === 'other'))
    return notCovered(services, { ...state, about: [] }, text.length <= 40 ? strange[0] : undefined);
  if (given.mayBeOther && !given.asks) return undefined;
  return { events: [say('which', undefined, { ask: { kind: 'medicine' } })], next: { ...state, at: 'which' } };
}

/** Names on the patient's own list, and those confirmed before, are not asked again. */
function isKnown(services: Services, state: MedicationState, id: string): boolean {
  return state.confirmed.includes(id) || (services.facts.medicines ?? []).includes(id);
}

/** Settles open medicines one after the other; a guess or a look-alike is confirmed by what it is for. */
export function settle(services: Services, state: MedicationState): Answered {
  const [first, ...rest] = state.open;
  if (first === undefined) return answer(services, state);
  const id = first.candidates[0]!;
  if (!first.confirm) return settle(services, { ...state, about: [...new Set([...state.about, id])], open: rest });
  const next: MedicationState = { ...state, at: 'confirm', offered: first.candidates };
  // Too much of something: what is true for every medicine is said before the name is settled.
  const urgent = state.topic === 'double_dose' ? [say('double-first', undefined, { safety: true })] : [];
  if (first.candidates.length === 1)
    return {
      events: [
        ...urgent,
        hasCard(services, id)
          ? ask('confirm', ['yes', 'no'], { name: nameOf(services, id), purpose: purposeOf(services, id) })
          : ask('confirm-name', ['yes', 'no'], { name: nameOf(services, id) }),
      ],
      next,
    };
  const choices: Choice[] = first.candidates.map((one) => medicineChoice(services, one));
  return {
    events: [
      ...urgent,
      say('confirm-which', { words: first.words }, { ask: { kind: 'choice', choices: [...choices, choice('none')] } }),
    ],
    next,
  };
}

function medicineChoice(services: Services, id: string): Choice {
  return {
    id,
    label: { literal: nameOf(services, id) },
    ...(hasCard(services, id) ? { description: { literal: purposeOf(services, id) } } : {}),
  };
}

/** "The water pill": the patient's own list first, else a few of the class, else the name on the box. */
function askWhich(services: Services, state: MedicationState, question: Question): Answered {
  const { names } = medicineKnowledge(services.content);
  const inClass = (id: string): boolean =>
    question.classes.some((one) => names.subjects.get(id)?.classes.includes(one) ?? false);
  const own = (services.facts.medicines ?? []).filter(inClass);
  const all =
    own.length > 0
      ? own
      : services.content
          .all('medicine')
          .map((one) => one.id)
          .filter(inClass);
  const next: MedicationState = { ...state, about: [], at: 'which', offered: all };
  if (question.classes.length === 0 || all.length === 0 || all.length > MOST_OFFERED)
    return { events: [say('which-on-box', undefined, { ask: { kind: 'medicine' } })], next: { ...next, offered: [] } };
  const group = inLocale(services.content.get('medicine-class', question.classes[0]!).names.display, services.locale);
  const choices = [...all.map((id) => medicineChoice(services, id)), choice('none')];
  return { events: [say('which-of', { group }, { ask: { kind: 'choice', choices } })], next };
}
