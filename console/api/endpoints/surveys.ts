import { DateTime } from 'luxon';
import { endpoint, may, ok } from '../http/endpoint';
import { surveyQuery, surveyResults } from '../schema/surveys';
import { surveyFigures } from '../survey-results';
import { periodOf } from './insight';

/** How check-ins went: response rates and scores with their intervals, small groups hidden. */
export const surveyEndpoints = [
  endpoint({
    id: 'getSurveyResults',
    method: 'GET',
    path: '/insight/surveys',
    summary: 'Results of check-ins: response rates, top-box and recommendation scores with intervals, topics, by group',
    access: may('insight.read'),
    query: surveyQuery,
    reply: surveyResults,
    handle: async ({ deps, query, now, locale }) => {
      const { content, store } = deps;
      const weekOf = (at: number) => DateTime.fromMillis(at, { zone: content.hospital.zone }).toFormat("kkkk-'W'WW");
      const facts = await store.surveys.facts(periodOf(deps, query, now), query.by, weekOf);
      const smallest = content.get('check-in-rules', 'standard').smallest_group;
      const title = (survey: string) =>
        content.has('survey', survey) ? content.text(`survey/${survey}#title`, locale) : survey;
      return ok(surveyFigures(facts, smallest, title));
    },
  }),
];
