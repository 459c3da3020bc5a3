import { DateTime } from 'luxon';
import { endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import { done } from '../schema/common';
import { askCheckIn, instruments, surveyQuery, surveyResults } from '../schema/surveys';
import { surveyFigures } from '../survey-results';
import { actorOf } from './conversation';
import { periodOf } from './insight';

/** Check-ins: having one asked, and how they went: response rates and scores with their intervals, small groups hidden. */
export const surveyEndpoints = [
  endpoint({
    id: 'listInstruments',
    method: 'GET',
    path: '/check-ins/instruments',
    summary: 'Instruments that a patient may be asked with',
    access: may('conversation.act'),
    reply: instruments,
    handle: async ({ deps: { content }, locale }) =>
      ok({
        items: content
          .all('survey')
          .filter((one) => one.status !== 'retired' && one.status !== 'draft')
          .map(({ id }) => ({ id, title: content.text(`survey/${id}#title`, locale) })),
      }),
  }),
  endpoint({
    id: 'askCheckIn',
    method: 'POST',
    path: '/conversations/:id/check-ins',
    summary: 'Have the patient asked how it went, when the outreach rules allow it',
    access: may('conversation.act'),
    object: 'conversation',
    body: askCheckIn,
    reply: done,
    handle: async ({ deps, who, id, body }) => {
      const { survey, after } = body;
      if (survey !== undefined && !deps.content.has('survey', survey))
        throw new Problem('invalid', { fields: ['survey'] });
      const ended = { trigger: after, about: {}, ...(survey === undefined ? {} : { survey }) };
      await deps.store.outreach.checkIns.ask(id, ended, actorOf(who));
      deps.bell.ring('timers');
      return ok({ ok: true });
    },
  }),
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
      const asked = (survey: string, question: string) => {
        const known = content.has('survey', survey)
          ? content.get('survey', survey).questions.find((one) => one.id === question)
          : undefined;
        return known?.text[locale] ?? known?.text.en ?? question;
      };
      const title = (survey: string) =>
        content.has('survey', survey) ? content.text(`survey/${survey}#title`, locale) : survey;
      return ok(surveyFigures(facts, smallest, { title, asked }));
    },
  }),
];
