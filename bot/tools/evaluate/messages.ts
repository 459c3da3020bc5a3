import { join } from 'node:path';
import { z } from 'zod';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { PatientFacts, ScreenHit, ScreenResult } from '../../contracts';
import { createLanguage } from '../../language';
import { projectRoot } from '../../places';
import { type CaseResult, proportion, type Report } from './report';
import type { Task } from './tasks';

const cases = z.array(
  z.object({
    id: z.string(),
    text: z.string(),
    locale: z.string().optional(),
    /** Years. */
    age: z.number().optional(),
    sex: z.string().optional(),
    expect: z.enum(['emergency', 'not-emergency', 'crisis', 'not-crisis']),
  }),
);

type Given = 'outright' | 'in a confirming question' | 'not given';

/**
 * The first reply alone, by the red-flag screen: was emergency advice given outright, inside a confirming question,
 * or not at all. `crisis` cases count only crisis and danger advice.
 */
export const messagesTask: Task = {
  name: 'messages',
  shipped: [
    'messages/tune.yaml',
    'messages/held.yaml',
    'messages/strangers-tune.yaml',
    'messages/strangers-held.yaml',
    'messages/strangers-2-held.yaml',
    'messages/frightened-1-tune.yaml',
    'messages/frightened-2-tune.yaml',
    'messages/frightened-2-held.yaml',
    'messages/frightened-3-tune.yaml',
  ],
  run: async (input, content) => score(cases.parse(input), content),
};

function score(input: z.infer<typeof cases>, content: ContentLibrary): Report {
  const language = createLanguage(content, { intents: () => [], secondLook: { cache: join(projectRoot(), '.cache') } });
  const results: (CaseResult & { expected: string; got: Given })[] = input.map((one) => {
    const facts: PatientFacts = one.age === undefined ? {} : { ageMonths: one.age * 12 };
    const locale = one.locale ?? 'en';
    const screen = language.screen(language.read(one.text, locale, facts), { locale, facts, raised: [] });
    const wanted = one.expect.endsWith('crisis') ? crisisHits(screen, content) : screen.hits;
    const got = given(wanted);
    const spoke = got !== 'not given';
    return {
      id: one.id,
      expected: one.expect,
      got,
      pass: one.expect.startsWith('not-') ? !spoke : spoke,
      detail: screen.hits.slice(0, 3).map((hit) => `${hit.outcome} ${hit.flag}: ${hit.because[0]}`),
    };
  });
  const of = (expect: string) => results.filter((result) => result.expected === expect);
  const passed = (expect: string) => proportion(of(expect).filter((result) => result.pass).length, of(expect).length);
  const alarms = (expect: string) => proportion(of(expect).filter((result) => !result.pass).length, of(expect).length);
  const counts = (expect: string, got: Given) => of(expect).filter((result) => result.got === got).length;
  return {
    summary: {
      emergency_recall: passed('emergency'),
      emergency_outright: counts('emergency', 'outright'),
      emergency_in_question: counts('emergency', 'in a confirming question'),
      false_alarms: alarms('not-emergency'),
      false_alarms_outright: counts('not-emergency', 'outright'),
      crisis_recall: passed('crisis'),
      crisis_outright: counts('crisis', 'outright'),
      false_crisis: alarms('not-crisis'),
    },
    results,
  };
}

function given(hits: readonly ScreenHit[]): Given {
  if (hits.some((hit) => hit.outcome === 'fire')) return 'outright';
  return hits.some((hit) => hit.outcome === 'confirm') ? 'in a confirming question' : 'not given';
}

function crisisHits(screen: ScreenResult, content: ContentLibrary): readonly ScreenHit[] {
  return screen.hits.filter((hit) => ['crisis', 'danger'].includes(content.get('red-flag', hit.flag).kind));
}
