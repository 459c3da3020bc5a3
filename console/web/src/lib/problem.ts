import { notifications } from '@mantine/notifications';
import { useWords } from '../i18n';
import type { Words } from '../i18n/en';
import { ApiError } from './api';

/** A refusal in the reader's words. */
export function problemText(error: unknown, words: Words): string {
  if (!(error instanceof ApiError)) return words.problem.failed;
  const { owner, retryAfterSeconds } = error.more;
  if (owner) return words.problem.ownedBy(owner.name);
  const sentences = words.problem as unknown as Record<string, string>;
  const text = sentences[error.code] ?? words.problem.failed;
  return error.code === 'locked' && retryAfterSeconds ? `${text} ${words.problem.wait(retryAfterSeconds)}` : text;
}

export function useTell() {
  const words = useWords();
  return {
    problem: (error: unknown) =>
      notifications.show({ color: 'red', message: problemText(error, words), autoClose: 8000 }),
    done: (message: string) => notifications.show({ color: 'sathi', message, autoClose: 4000 }),
  };
}
