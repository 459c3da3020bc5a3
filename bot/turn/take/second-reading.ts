import type { PatientInput, TurnEvent } from '../../contracts';
import type { ConversationRow } from '../../store/claim';
import { type Conversing, follow, type Progress } from '../converse';
import type { Binding } from '../prompts';
import { severityOf } from '../route';
import { remember, topFrame } from '../state';

/** What a raised level is kept as, beside the red flags. */
const RAISED = 'second-reading';
/** While the danger signs are being asked, the same worry does not interrupt its own questions. */
const QUIET_MS = 30 * 60_000;
/** Shorter answers say too little to be read for danger. */
const FEWEST_WORDS = 3;

/**
 * Where the hospital allows it, a model reads what the red-flag screen found nothing in. It may only raise: the patient
 * gets the emergency number and, unless triage asks already or a person owns the thread, the questions about danger signs;
 * staff get a flag. Undefined: go on as without it. `begun`: the message has its answer.
 */
export async function secondReading(
  conversing: Conversing,
  progress: Progress,
  input: PatientInput,
  binding: Binding,
  row: ConversationRow,
): Promise<{ progress: Progress; begun: boolean } | undefined> {
  const { engine, conversation, model, now } = conversing;
  const { state } = progress;
  const told = state.raised.some((one) => one.id === RAISED && now - one.at < QUIET_MS);
  const chosen = binding.kind === 'bound' && binding.bound.choiceId !== undefined;
  if (model === undefined || told || chosen || input.text.split(/\s+/).length < FEWEST_WORDS) return undefined;
  const level = await model.secondOpinion(input.text, 'D2', { id: conversation.id });
  if (level === undefined) return undefined;
  const { content } = engine;
  const summary = content.text('wording/staff.second-reading', content.hospital.locales[0] ?? 'en', { level });
  const events: TurnEvent[] = [
    { type: 'say', wording: 'wording/emergency.second-reading', safety: true, purpose: 'safety' },
    { type: 'flag', severity: severityOf(level), reason: 'second-reading', summary, detail: { level } },
  ];
  const begun = row.ownerId === undefined && topFrame(state)?.dialog !== 'triage' && engine.dialogs.has('triage');
  if (begun) events.push({ type: 'begin', dialog: 'triage', args: { protocol: 'generic_unmatched' } });
  const raised = [...state.raised, { id: RAISED, outcome: 'confirm' as const, at: now }].slice(-40);
  const noted = { ...progress, state: { ...remember({ ...state, raised }), welcomed: true, misses: 0 } };
  return { progress: await follow(conversing, noted, events), begun };
}
