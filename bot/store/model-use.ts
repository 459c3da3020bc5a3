import type { Clock } from '../contracts';
import type { Db } from './db';

/** One call of a language model. */
export interface ModelUse {
  readonly purpose: string;
  readonly usable: boolean;
  readonly tokensIn: number;
  readonly tokensOut: number;
}

/** Counts calls by day and purpose. Never in a patient's way: a count that cannot be kept is lost. */
export function createModelUse(db: Db, clock: Clock): (use: ModelUse) => Promise<void> {
  return async ({ purpose, usable, tokensIn, tokensOut }) => {
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    const unusable = usable ? 0 : 1;
    await db
      .write('model_use')
      .insert({ day, purpose, calls: 1, unusable, tokens_in: tokensIn, tokens_out: tokensOut })
      .onConflict(['day', 'purpose'])
      .merge({
        calls: db.write.raw('model_use.calls + 1'),
        unusable: db.write.raw('model_use.unusable + ?', [unusable]),
        tokens_in: db.write.raw('model_use.tokens_in + ?', [tokensIn]),
        tokens_out: db.write.raw('model_use.tokens_out + ?', [tokensOut]),
      });
  };
}
