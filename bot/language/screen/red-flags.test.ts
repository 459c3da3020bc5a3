import type { RedFlag } from '../../../knowledge/schema/red-flag';
import { language, shipped } from '../library.fixture';
import { gatherClasses } from '../match/lexicon-index';
import { parsePattern } from '../match/pattern';

const flags = shipped.all('red-flag');
const concepts = new Map(shipped.all('lexicon').flatMap((file) => file.concepts.map((one) => [one.id, one] as const)));
const classes = gatherClasses(shipped);

/** GSM 03.38 basic set: one SMS of it holds 160 characters. */
const GSM7 = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/;
const CARRIER = /\b(STOP|CANCEL|END|QUIT|UNSUBSCRIBE|REVOKE|OPTOUT|YES|START)\b/;

describe.each(flags.map((flag) => [flag.id, flag] as const))('%s', (_id, flag) => {
  it('asks only for concepts that exist', () => {
    const named = flag.rules.flatMap((rule) => [...rule.all, ...rule.any.flat(), ...rule.none]);
    expect(named.filter((id) => !concepts.has(id))).toEqual([]);
  });

  it('says its sentences in both languages, short enough for one SMS', () => {
    for (const place of spokenBy(flag)) {
      for (const locale of ['en', 'es']) {
        const ref = `red-flag/${flag.id}#${place}`;
        const short = shipped.text(ref, locale, {}, 'short');
        expect(short.length).toBeLessThanOrEqual(160);
        expect(short).toMatch(GSM7);
        expect(`${short} ${shipped.text(ref, locale)}`).not.toMatch(CARRIER);
        expect(shipped.text(ref, locale).length).toBeGreaterThan(20);
      }
    }
    expect(shipped.text(`red-flag/${flag.id}#waiting`, 'es')).not.toBe(
      shipped.text(`red-flag/${flag.id}#waiting`, 'en'),
    );
  });

  it('carries the instruction in the reply and in the question', () => {
    const { emergency, crisis, poison, maternity, protection } = shipped.hospital.numbers;
    const numbers = [emergency, crisis, poison, maternity, protection];
    for (const locale of ['en', 'es'])
      for (const size of ['normal', 'short'] as const)
        for (const place of spokenBy(flag)) {
          const said = shipped.text(`red-flag/${flag.id}#${place}`, locale, {}, size);
          const carried =
            numbers.some((number) => said.includes(number)) || /emergency department|urgencias/.test(said);
          expect(carried ? '' : `${locale} ${size} ${place}: ${said}`).toBe('');
        }
  });

  it('is reached by the phrases that make it speak by themselves', () => {
    const missed = phrasesOf(flag).filter((text) => !reaches(flag, text));
    expect(missed).toEqual([]);
  });
});

/** What is said first: the flag's own sentences, and those for coming by own way. */
function spokenBy({ own_way }: RedFlag): string[] {
  const milder = (['reply', 'confirm'] as const).filter((part) => own_way?.[part] !== undefined);
  return ['reply', 'confirm', ...milder.map((part) => `own_way.${part}`)];
}

/** One text per phrase of each concept that raises the flag alone: the first word of every slot. */
function phrasesOf(flag: RedFlag): string[] {
  const alone = flag.rules.filter((rule) => rule.all.length === 1 && rule.any.length === 0 && rule.outcome !== 'note');
  return alone.flatMap((rule) =>
    Object.values(concepts.get(rule.all[0]!)!.phrases)
      .flat()
      .map((phrase) => {
        const [first] = parsePattern(phrase, classes);
        return first!.parts
          .map((part) => part.map(({ words, rows }) => words[0]?.word ?? rows![0]!.join(' ')).join(' '))
          .join(' ');
      }),
  );
}

function reaches(flag: RedFlag, text: string): boolean {
  const { hits } = language.screen(language.read(text, 'en', {}), { locale: 'en', facts: {}, raised: [] });
  return hits.some((hit) => hit.flag === flag.id && hit.outcome !== 'note');
}
