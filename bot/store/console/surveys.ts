import type { Period, SurveyStore } from '../../../console/api/ports';
import type { AnswerFact, ResponseFact } from '../../../console/api/survey-results';
import type { Db } from '../db';

/** More askings than a large hospital makes in a year. */
const MOST_ROWS = 200_000;
const COLUMNS = { service: 'service', practitioner: 'practitioner', channel: 'channel', locale: 'locale' } as const;

interface ResponseRow {
  id: string;
  trigger_kind: string;
  invited_at: number;
  answered_at: number | null;
  sentiment: string | null;
  topics: string | null;
  recovery: number;
  mistreatment: number;
  part: string | null;
}

/** What check-ins came to, as codes; no words of a patient are read. */
export function createSurveyStore(db: Db): SurveyStore {
  return {
    async facts(period, by, weekOf) {
      const column = by === 'none' || by === 'week' ? undefined : COLUMNS[by];
      const within = () => {
        const query = db
          .read('survey_response as r')
          .where('r.invited_at', '>=', period.from)
          .where('r.invited_at', '<', period.to);
        return narrowed(query, period);
      };
      const part = column === undefined ? db.read.raw('NULL as part') : `r.${column} as part`;
      const rows = (await within()
        .orderBy('r.invited_at')
        .limit(MOST_ROWS)
        .select(
          'r.id',
          'r.trigger_kind',
          'r.invited_at',
          'r.answered_at',
          'r.sentiment',
          'r.topics',
          'r.recovery',
          'r.mistreatment',
          part,
        )) as ResponseRow[];
      const groupOf = (row: { part: string | null; invited_at: number }) =>
        by === 'week' ? weekOf(row.invited_at) : (row.part ?? '');
      const answers = (await within()
        .join('survey_answer as a', 'a.response_id', 'r.id')
        .whereNotNull('a.box')
        .limit(MOST_ROWS)
        .select('r.survey', 'r.invited_at', 'a.question', 'a.method', 'a.box', part)) as {
        survey: string;
        invited_at: number;
        question: string;
        method: string;
        box: AnswerFact['box'];
        part: string | null;
      }[];
      return {
        responses: rows.map(
          (row): ResponseFact => ({
            id: row.id,
            group: groupOf(row),
            demand: row.trigger_kind === 'demand',
            answered: row.answered_at !== null || row.sentiment !== null,
            sentiment: row.sentiment,
            topics: (row.topics ?? '').split(',').filter((topic) => topic !== ''),
            recovery: row.recovery === 1,
            mistreatment: row.mistreatment === 1,
          }),
        ),
        answers: answers.map((row) => ({
          group: groupOf(row),
          survey: row.survey,
          question: row.question,
          method: row.method,
          box: row.box,
        })),
      };
    },
  };
}

function narrowed<Q extends { where(column: string, value: string): Q }>(query: Q, period: Period): Q {
  const byChannel = period.channel === undefined ? query : query.where('r.channel', period.channel);
  const byLocale = period.locale === undefined ? byChannel : byChannel.where('r.locale', period.locale);
  return period.service === undefined ? byLocale : byLocale.where('r.service', period.service);
}
