import { tokenise } from '../text/tokenise';
import { factStarts, sentenceStarts } from './partings';

/** The words nothing may reach across to from before. */
function parted(text: string): string[] {
  const tokens = tokenise(text);
  const parts = factStarts(tokens, sentenceStarts(tokens));
  return tokens.filter((_, i) => parts[i] === 1).map((token) => token.word);
}

describe('where a text is parted', () => {
  it('sentences are', () => {
    expect(parted('My arm, it went weak. Come now')).toEqual(['my', 'come']);
  });

  it('a list of facts is at its commas, not at hyphens or single words', () => {
    expect(parted('Sore on the left side, feels firm, I smoke a half-pack, no lump, can eat')).toEqual([
      'sore',
      'feels',
      'i',
      'no',
      'can',
    ]);
    expect(parted('he is grey, sweating, limp, quiet, help')).toEqual(['he']);
  });

  it('a sentence of its own beside a list is not', () => {
    expect(parted('My arm, it went weak. One fact, two facts, three facts, four facts, five facts')).toEqual([
      'my',
      'one',
      'two',
      'three',
      'four',
      'five',
    ]);
  });
});
