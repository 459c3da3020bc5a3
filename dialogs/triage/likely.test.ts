import { NO_COMPLAINT, type PatientInput, type Services } from '../../bot/contracts';
import { createLanguage } from '../../bot/language';
import { createTriageReader } from '../../bot/language/triage-reader';
import { contentPlaces } from '../../bot/places';
import { loadContent } from '../../knowledge/load';
import { triage } from './dialog';
import { likely } from './likely';
import { EMPTY, type TriageState } from './state';
import { inputOf, servicesOf } from './transcript';

const content = loadContent(contentPlaces({}));
const world = {
  content,
  language: createLanguage(content, { intents: () => [] }),
  saidInTriage: createTriageReader(content),
};

/** Services with a likeness of our own choosing; what is not named is no complaint. */
function services(shares: (text: string) => Record<string, number | undefined>, locale = 'en'): Services {
  return {
    ...servicesOf(world, { locale, size: 'normal' }, {}, 0),
    complaintsLike: (text) => {
      const given = new Map(Object.entries(shares(text)).map(([id, share = 0]) => [id, share]));
      return given.set(NO_COMPLAINT, 1 - [...given.values()].reduce((sum, one) => sum + one, 0));
    },
  };
}

const ADULT: TriageState = { ...EMPTY, about: 'self', ageMonths: 480, sex: 'female' };

async function opened(text: string, with_: Services): Promise<TriageState> {
  const adult = { ...with_, facts: { ageMonths: 480, sex: 'female' as const } };
  return (await triage.start({ text }, adult)).next as TriageState;
}

function choosing(id: string, services: Services): PatientInput {
  return { ...inputOf(id, undefined, services), choice: { promptId: 'q', id, how: 'label' } };
}

const protocols = (state: TriageState) => state.runs.map((run) => run.protocol);

test('what reads like the adult complaint is the child’s when it is about a child', () => {
  const like = services(() => ({ cough_cold_adult: 0.8, earache: 0.1 }));
  const [best] = likely('all snot', [], { ageMonths: 24 }, like)!;
  expect([best!.protocol, Math.round(best!.share * 100)]).toEqual(['cough_cold_child', 80]);
});

test('lay words without a word of an entry begin the likeliest', async () => {
  const state = await opened(
    'it goes round and round when i lie down',
    services(() => ({ dizzy_faint: 0.7 })),
  );
  expect(protocols(state)).toEqual(['dizzy_faint']);
});

test('a word of another complaint in a detail does not begin it', async () => {
  const like = services(() => ({ lice_worms: 0.9, earache: 0.01 }));
  expect(protocols(await opened('lice eggs stuck behind the ear', like))).toEqual(['lice_worms']);
});

test('two complaints in one message are both gone through, the more threatening first', async () => {
  const like = services(() => ({ heartburn: 0.4, headache: 0.4 }));
  const state = await opened('i have heartburn and a headache', like);
  expect([...protocols(state)].sort()).toEqual(['headache', 'heartburn']);
});

describe('where neither words nor likeness are clear', () => {
  const unclear = services((text) =>
    text.includes('again')
      ? { back_pain: 0.9 }
      : { back_pain: 0.2, joint_hot: 0.18, limb_injury: 0.1, rash_adult_child: 0.05 },
  );
  const asked: TriageState = {
    ...ADULT,
    at: 'which',
    opening: 'it is all wrong down there',
    guesses: ['back_pain', 'joint_hot', 'limb_injury', 'rash_adult_child'],
  };

  test('the patient is asked which is nearest', async () => {
    const step = await triage.step(
      { ...asked, at: 'complaint', tries: 1, guesses: [], opening: '' },
      inputOf('it is all wrong down there', undefined, unclear),
      unclear,
    );
    const next = step.next as TriageState;
    expect([next.at, next.guesses]).toEqual(['which', asked.guesses]);
    const [said] = step.events;
    expect(said).toMatchObject({
      type: 'say',
      ask: { kind: 'choice', choices: [...asked.guesses.map((id) => ({ id })), { id: 'something_else' }] },
    });
  });

  test.each([
    ['joint_hot', ['joint_hot']],
    ['something_else', ['generic_unmatched']],
  ])('%s is taken', async (id, begun) => {
    const { next } = await triage.step(asked, choosing(id, unclear), unclear);
    expect(protocols(next as TriageState)).toEqual(begun);
  });

  test.each([
    ['Dizziness or fainting', false],
    ['Dizziness or fainting, I fainted twice', true],
  ])('a title that is chosen tells nothing by itself: %s', async (said, fainted) => {
    const at: TriageState = { ...asked, guesses: ['dizzy_faint', 'joint_hot'] };
    const input = { ...inputOf(said, undefined, unclear), choice: { promptId: 'q', id: 'dizzy_faint', how: 'label' } };
    const { next } = await triage.step(at, input as PatientInput, unclear);
    const { runs, heard } = next as TriageState;
    expect([runs.map((run) => run.protocol), heard.some((one) => one.concept === 'faint')]).toEqual([
      ['dizzy_faint'],
      fainted,
    ]);
  });

  test('not sure goes to the general questions, other words to what they read like', async () => {
    const unsure = { ...inputOf('not sure', undefined, unclear), yesNo: 'unsure' as const };
    expect(protocols((await triage.step(asked, unsure, unclear)).next as TriageState)).toEqual(['generic_unmatched']);
    const words = inputOf('again: my spine between the shoulders', undefined, unclear);
    expect(protocols((await triage.step(asked, words, unclear)).next as TriageState)).toEqual(['back_pain']);
  });
});

test.each([
  ['it itches and there are eggs behind the ears', ['lice_worms']],
  ['it itches. also my ear hurts and runs', ['lice_worms', 'earache']],
])('"anything else?": %s', async (text, wanted) => {
  const like = services((said) => (said.includes('hurts') ? { earache: 0.9 } : { lice_worms: 0.9 }));
  const running: TriageState = {
    ...ADULT,
    at: 'else',
    askedElse: true,
    runs: [{ protocol: 'lice_worms', version: content.get('protocol', 'lice_worms').version, answers: {}, order: [] }],
  };
  const { next } = await triage.step(running, inputOf(text, undefined, like), like);
  expect(protocols(next as TriageState)).toEqual(wanted);
});
