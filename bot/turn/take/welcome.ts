import { begin, type Conversing, type Progress } from '../converse';

/** The first words, once per conversation. */
export async function welcome(conversing: Conversing, progress: Progress): Promise<Progress> {
  if (progress.state.welcomed) return progress;
  return begin(conversing, { ...progress, state: { ...progress.state, welcomed: true } }, 'welcome', {});
}
