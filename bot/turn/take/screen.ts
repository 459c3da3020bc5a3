import type { PatientInput, ScreenResult } from '../../contracts';
import type { ConversationRow } from '../../store/claim';
import { type Conversing, follow, type Progress } from '../converse';
import { type Binding, openQuestion } from '../prompts';
import { remember } from '../state';

export interface Screened {
  readonly progress: Progress;
  readonly result: ScreenResult;
}

/**
 * Runs on every patient message in every state. Our own words, pressed or numbered, are not the patient's. What was
 * only mentioned ("chest pain two years ago") interrupts nothing; it is kept for the care team's next flag.
 * @param attended a person of the care team owns the thread.
 */
export function screen(
  { engine, now }: Conversing,
  progress: Progress,
  input: PatientInput,
  binding: Binding,
  attended: boolean,
): Screened | undefined {
  const ownWords = binding.kind === 'bound' && (binding.bound.how === 'button' || binding.bound.how === 'number');
  if (input.text === '' || ownWords) return undefined;
  const { state } = progress;
  const asked = binding.kind === 'bound' ? binding.bound.prompt : openQuestion(state);
  // A menu is an offer: what is written below it is no answer to a question.
  const owed = asked !== undefined && engine.dialogs.get(asked.dialog)?.offer === true ? undefined : asked;
  const result = engine.language.screen(input.reading, {
    locale: state.locale,
    facts: state.facts,
    raised: state.raised,
    attended,
    ...(owed === undefined ? {} : { owed }),
  });
  if (result.outcome === 'none') return undefined;
  const raised = result.hits
    .filter((hit) => hit.outcome !== 'note' || !state.raised.some((one) => one.id === hit.flag))
    .map((hit) => ({ id: hit.flag, outcome: hit.outcome, level: hit.level, at: now }));
  return { progress: { ...progress, state: { ...state, raised: [...state.raised, ...raised].slice(-40) } }, result };
}

/** What interrupts nothing may still be for a person of the care team to look at. */
export async function noteForStaff(conversing: Conversing, { progress, result }: Screened): Promise<Progress> {
  if (!result.hits.some((hit) => hit.calmed === true)) return progress;
  const { engine, conversation } = conversing;
  const { locale, facts } = progress.state;
  const said = { locale, facts, size: conversation.size, content: engine.content };
  return follow(conversing, progress, engine.respondToScreen(result, said));
}

/** The running dialog is set aside, not lost. While a person owns the thread the safety text is said and nothing begun. */
export async function sayDanger(
  conversing: Conversing,
  { progress, result }: Screened,
  text: string,
  row: ConversationRow,
): Promise<Progress> {
  const { engine, conversation } = conversing;
  const { locale, facts } = progress.state;
  const events = engine.respondToScreen(result, {
    locale,
    facts,
    text,
    size: conversation.size,
    content: engine.content,
  });
  const known = { ...progress, state: { ...remember(progress.state), welcomed: true, misses: 0 } };
  return follow(
    conversing,
    known,
    row.ownerId === undefined ? events : events.filter((event) => event.type !== 'begin'),
  );
}
