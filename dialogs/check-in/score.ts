import type { SurveyQuestion } from '../../knowledge/schema/survey';

/** How an answer counts by the instrument's own scoring; `undefined` for answers that are no score. */
export function boxOf(question: SurveyQuestion, code: string): 'top' | 'middle' | 'low' | undefined {
  if (question.method === 'none') return undefined;
  if (question.type === 'scale') {
    const value = Number(code);
    const top = (question.to ?? 10) - 1;
    return value >= top ? 'top' : value <= (question.low_up_to ?? -1) ? 'low' : 'middle';
  }
  const option = question.options.find((one) => one.id === code);
  return option?.top === true ? 'top' : option?.low === true ? 'low' : 'middle';
}

/** The number of a scale in a short reply: "9", "9/10", "a 9 I think". */
export function scaleNumber(text: string, question: SurveyQuestion): string | undefined {
  if (text.trim().split(/\s+/).length > 6) return undefined;
  const number = /(?<!\d)\d{1,2}(?!\d)/.exec(text)?.[0];
  if (number === undefined) return undefined;
  const value = Number(number);
  return value >= (question.from ?? 0) && value <= (question.to ?? 10) ? String(value) : undefined;
}
