import { contentPlaces } from '../../bot/places';
import { loadContent } from '../load';
import { type AskedQuestion, clusterQuestions } from './cluster';
import { wordKnowledge } from './word-knowledge';

const knowledge = wordKnowledge(loadContent(contentPlaces({})));
const asked = (locale: string, ...texts: string[]): AskedQuestion[] =>
  texts.map((text, i) => ({ id: `${locale}${i}`, text, locale, at: 1000 + i }));
const topics = (questions: readonly AskedQuestion[]) =>
  clusterQuestions(questions, knowledge).map((topic) => topic.questions.map((one) => one.id).sort());

describe('unanswered questions', () => {
  test('about the same thing stand together, the most asked first', () => {
    const questions = asked(
      'en',
      'can I bring my dog when I visit',
      'do you sell birthday balloons in the shop',
      'are dogs allowed in the wards',
      'is there a place to charge my electric car',
      'my dog misses me can he visit',
      'where do I charge an electric car',
    );
    expect(topics(questions)).toEqual([['en0', 'en2', 'en4'], ['en3', 'en5'], ['en1']]);
  });

  test('show a typical question, the words they share, and when it was last asked', () => {
    const [topic] = clusterQuestions(
      asked('en', 'charge my electric car', 'where to charge an electric car', 'electric car'),
      knowledge,
    );
    expect({ example: topic!.example.id, lastAt: topic!.lastAt, words: [...topic!.words].sort() }).toEqual({
      example: 'en0',
      lastAt: 1002,
      words: ['car', 'charge', 'electric'],
    });
  });

  test('of two languages are kept apart, and each is understood', () => {
    const questions = [
      ...asked('es', '¿puedo llevar a mi perro?', 'visita con perros', '¿venden globos?'),
      ...asked('en', 'can I bring my dog'),
    ];
    expect(topics(questions)).toEqual([['es0', 'es1'], ['es2'], ['en0']].sort((a, b) => b.length - a.length));
  });

  test('that are empty, doubled or nothing but stop words do no harm', () => {
    expect(topics(asked('en', '', 'what is it', '???', 'wifi', 'wifi'))).toHaveLength(4);
    expect(topics([])).toEqual([]);
  });

  test('a thousand of them are grouped into as many topics as were asked about', () => {
    const subjects = ['balloons', 'lockers', 'haircuts', 'piano', 'chargers', 'umbrellas', 'stamps', 'newspapers'];
    const ways = ['where do I find', 'do you have', 'can I get', 'I need', 'who sells'];
    const questions = asked('en', ...Array.from({ length: 1000 }, (_, i) => `${ways[i % 5]} ${subjects[i % 8]}`));
    expect(topics(questions).map((group) => group.length)).toEqual(subjects.map(() => 125));
  });
});
