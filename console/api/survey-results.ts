import type { Figure, SurveyResults } from './schema/surveys';

/** One asking, as codes. */
export interface ResponseFact {
  readonly id: string;
  readonly group: string;
  readonly demand: boolean;
  readonly answered: boolean;
  readonly sentiment: string | null;
  readonly topics: readonly string[];
  readonly recovery: boolean;
  readonly mistreatment: boolean;
}

/** One answer that is a score. */
export interface AnswerFact {
  readonly group: string;
  readonly survey: string;
  readonly question: string;
  readonly method: string;
  readonly box: 'top' | 'middle' | 'low';
}

export interface SurveyFacts {
  readonly responses: readonly ResponseFact[];
  readonly answers: readonly AnswerFact[];
}

const Z = 1.96;

/** Counts, rates and scores, with what is too small to show left out. @param names tell a survey and a question in the reader's language. */
export function surveyFigures(
  { responses, answers }: SurveyFacts,
  smallest: number,
  names: { title(survey: string): string; asked(survey: string, question: string): string },
): SurveyResults {
  const invited = responses.filter((one) => !one.demand);
  const told = responses.filter((one) => one.sentiment !== null);
  // What a few people wrote is theirs to recognise: their moods and topics are not shown.
  const shown = told.length < smallest ? [] : told;
  const rates = grouped(invited, (one) => one.group);
  const small = tooSmall(rates, smallest);
  return {
    smallestGroup: smallest,
    invited: invited.length,
    answered: invited.filter((one) => one.answered).length,
    onDemand: responses.length - invited.length,
    recovery: responses.filter((one) => one.recovery).length,
    mistreatment: responses.filter((one) => one.mistreatment).length,
    sentiments: counted(shown.map((one) => one.sentiment!)),
    topics: counted(shown.flatMap((one) => one.topics)).map(({ name, count }) => ({
      name,
      count,
      negative: shown.filter((one) => one.sentiment === 'negative' && one.topics.includes(name)).length,
    })),
    rates: rates.map(([group, members]) => {
      const hidden = small.has(group);
      const answered = members.filter((one) => one.answered).length;
      return {
        group,
        invited: hidden ? null : members.length,
        answered: hidden ? HIDDEN : share(answered, members.length),
      };
    }),
    scores: grouped(answers, (one) => JSON.stringify([one.survey, one.question])).flatMap(([, asked]) => {
      const groups = grouped(asked, (one) => one.group);
      const few = tooSmall(groups, smallest);
      return groups.map(([group, members]) => {
        const { survey, question, method } = members[0]!;
        const score = few.has(group) ? HIDDEN : scoreOf(members);
        return {
          group,
          survey,
          title: names.title(survey),
          question,
          asked: names.asked(survey, question),
          method,
          score,
        };
      });
    }),
  };
}

/**
 * Groups that are not shown: those with too few people, and while all hidden ones together are still too few, the next
 * smallest one too, since the total less what is shown would tell what is hidden.
 */
function tooSmall<T>(groups: readonly [string, readonly T[]][], smallest: number): ReadonlySet<string> {
  const bySize = [...groups].sort(([, a], [, b]) => a.length - b.length);
  const hidden = new Set<string>();
  let people = 0;
  for (const [group, members] of bySize) {
    if (members.length >= smallest && (people === 0 || people >= smallest)) break;
    hidden.add(group);
    people += members.length;
  }
  return hidden;
}

const HIDDEN: Figure = { of: 0, value: null, low: null, high: null, hidden: true };

function scoreOf(answers: readonly AnswerFact[]): Figure {
  const top = answers.filter((one) => one.box === 'top').length;
  if (answers[0]!.method !== 'nps') return share(top, answers.length);
  return recommendation(top, answers.filter((one) => one.box === 'low').length, answers.length);
}

/** Percent with its Wilson score interval (Wilson 1927). */
export function share(hits: number, of: number): Figure {
  if (of === 0) return HIDDEN;
  const p = hits / of;
  const centre = p + (Z * Z) / (2 * of);
  const spread = Z * Math.sqrt((p * (1 - p)) / of + (Z * Z) / (4 * of * of));
  const scale = 1 + (Z * Z) / of;
  const bound = (x: number) => tenth(100 * Math.min(1, Math.max(0, x / scale)));
  return { of, value: tenth(100 * p), low: bound(centre - spread), high: bound(centre + spread), hidden: false };
}

/** Promoters less detractors in percent; its standard error is 100 sqrt((p + d - (p - d)^2) / n). */
export function recommendation(promoters: number, detractors: number, of: number): Figure {
  const difference = (promoters - detractors) / of;
  const error = Math.sqrt(((promoters + detractors) / of - difference * difference) / of);
  const bound = (x: number) => tenth(100 * Math.min(1, Math.max(-1, x)));
  return {
    of,
    value: tenth(100 * difference),
    low: bound(difference - Z * error),
    high: bound(difference + Z * error),
    hidden: false,
  };
}

const tenth = (x: number): number => Math.round(x * 10) / 10;

function grouped<T>(list: readonly T[], key: (one: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const found = groups.get(key(one));
    if (found === undefined) groups.set(key(one), [one]);
    else found.push(one);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function counted(names: readonly string[]): { name: string; count: number }[] {
  return grouped(names, (name) => name)
    .map(([name, list]) => ({ name, count: list.length }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
