/** One line of `npm run doctor`: how something stands, and what to do when it does not. */
export interface Finding {
  readonly about: string;
  readonly state: 'good' | 'warning' | 'bad' | 'off';
  readonly says: string;
  readonly fix?: string;
}

export const good = (about: string, says: string): Finding => ({ about, state: 'good', says });
export const off = (about: string, says: string): Finding => ({ about, state: 'off', says });
export const warning = (about: string, says: string, fix: string): Finding => ({ about, state: 'warning', says, fix });
export const bad = (about: string, says: string, fix: string): Finding => ({ about, state: 'bad', says, fix });
