import { tokenise } from '../text/tokenise';
import { ASKED, togetherness } from './apart';
import { parsePattern } from './pattern';

const sureness = (text: string, ...used: string[]) => {
  const tokens = tokenise(text);
  return togetherness(
    tokens,
    used.map((word) => tokens.findIndex((token) => token.word === word)),
  );
};

describe('words of one finding', () => {
  it('are sure side by side, over a few words and over a comma alone', () => {
    expect(sureness('my arm went weak', 'arm', 'weak')).toBe(1);
    expect(sureness('pain in my belly and my back', 'pain', 'back')).toBe(ASKED);
    expect(sureness('pain in the belly and back', 'pain', 'back')).toBe(1);
    expect(sureness('grey, sweating', 'grey', 'sweating')).toBe(1);
  });

  it('are asked about when another fact may stand between them', () => {
    expect(sureness('she will not use her arm, it just hangs', 'arm', 'hangs')).toBe(ASKED);
    expect(sureness('stools for five long weeks with some blood', 'stools', 'blood')).toBe(ASKED);
  });
});

it('a phrase said of harmless things as well is marked as tentative', () => {
  expect(parsePattern('~back (slaps|blows)', new Map()).map(({ tentative }) => tentative)).toEqual([true]);
  expect(parsePattern('back (slaps|blows)', new Map()).map(({ tentative }) => tentative)).toEqual([undefined]);
});
