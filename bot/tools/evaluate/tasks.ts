import type { ContentLibrary } from '../../../knowledge/schema/library';
import { datesTask } from './dates';
import { intents } from './intents';
import { medicinesTask } from './medicines';
import { messagesTask } from './messages';
import type { Report } from './report';
import { retrieval } from './retrieval';
import { sentiment } from './sentiment';
import { vignetteTask } from './vignettes';

/** Scores shipped content and language on one file of cases in the format `docs/evaluation.md` describes. */
export interface Task {
  readonly name: string;
  /** The shipped sets, below `knowledge/evaluation`, scored when no file is given; with `--floors` against `floors.yaml`. */
  readonly shipped: readonly string[];
  run(cases: unknown, content: ContentLibrary): Promise<Report>;
}

/** Every task, by name. */
// biome-ignore format: one line a task.
export const TASKS: readonly Task[] = [
  datesTask,
  intents,
  medicinesTask,
  messagesTask,
  retrieval,
  sentiment,
  vignetteTask,
];
