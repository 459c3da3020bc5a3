import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Collects what a step of the start has left behind. Reading content and each reader of language make tens of megabytes
 * of garbage; V8 would first let the heap grow over it, and the process would keep that size. Some twenty milliseconds.
 */
export function collect(): void {
  setFlagsFromString('--expose-gc');
  const now = runInNewContext('gc') as () => void;
  now();
}
