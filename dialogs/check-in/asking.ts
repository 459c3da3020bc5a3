import { z } from 'zod';
import type { Choice, Say, Services } from '../../bot/contracts';
import {
  type CheckInRules,
  SURVEY_TRIGGERS,
  type Survey,
  type SurveyQuestion,
  type SurveyTrigger,
} from '../../knowledge/schema/survey';

/** One asking of one instrument: what it is about, and which version it began with. */
export const asking = z.strictObject({
  /** Id of the response; the reminder is the same asking. */
  response: z.string(),
  survey: z.string(),
  version: z.string(),
  trigger: z.enum(SURVEY_TRIGGERS),
  about: z.strictObject({
    visit: z.string().optional(),
    service: z.string().optional(),
    practitioner: z.string().optional(),
  }),
});
export type Asking = z.infer<typeof asking>;

export function rulesOf(services: Services): CheckInRules {
  return services.content.get('check-in-rules', 'standard');
}

/** The instrument for what a check-in follows. */
export function surveyFor(services: Services, trigger: SurveyTrigger): Survey | undefined {
  return services.content.all('survey').find((one) => one.status !== 'retired' && one.triggers.includes(trigger));
}

export function surveyOf(services: Services, { survey, version }: Asking): Survey {
  const { content } = services;
  return content.has('survey', survey, version)
    ? content.get('survey', survey, version)
    : content.get('survey', survey);
}

export function refOf(survey: Survey, place: string): string {
  return `survey/${survey.id}@${survey.version}#${place}`;
}

/** A sentence of an instrument in the patient's language and size, to stand inside another. */
export function textOf(services: Services, survey: Survey, place: string): string {
  return services.content.text(refOf(survey, place), services.locale, {}, services.conversation.size);
}

/** What can be answered to a question; a scale takes its numbers without showing them. */
export function choicesOf(services: Services, survey: Survey, question: SurveyQuestion): Choice[] {
  if (question.type === 'scale') {
    const { from = 0, to = 10 } = question;
    return Array.from({ length: to - from + 1 }, (_, i) => String(from + i)).map((id) => ({
      id,
      label: { literal: id },
    }));
  }
  return question.options.map((option) => {
    const synonyms = option.synonyms?.[services.locale === 'es' ? 'es' : 'en'];
    const place = `questions.${question.id}.options.${option.id}.label`;
    return { id: option.id, label: refOf(survey, place), ...(synonyms === undefined ? {} : { synonyms }) };
  });
}

/** Asks inside the dialog; whoever does not want to answer goes on. */
export function ask(services: Services, survey: Survey, question: SurveyQuestion): Say {
  const skip: Choice = {
    id: 'skip',
    label: `wording/check-in.choice-${question.type === 'text' ? 'nothing' : 'skip'}`,
    synonyms: rulesOf(services).skip_words[services.locale === 'es' ? 'es' : 'en'],
  };
  return {
    type: 'say',
    wording: refOf(survey, `questions.${question.id}.text`),
    ask: { kind: question.type, choices: [...choicesOf(services, survey, question), skip] },
  };
}

export function say(name: string, values?: Say['values'], more: Partial<Say> = {}): Say {
  return { type: 'say', wording: `wording/check-in.${name}`, ...(values === undefined ? {} : { values }), ...more };
}

export function askYesNo(services: Services, name: string, values?: Say['values']): Say {
  const synonyms = rulesOf(services).agree_words[services.locale === 'es' ? 'es' : 'en'];
  const choices: readonly Choice[] = [
    { id: 'yes', label: 'wording/check-in.choice-yes', synonyms },
    { id: 'no', label: 'wording/check-in.choice-no' },
  ];
  return say(name, values, { ask: { kind: 'yesNo', choices } });
}
