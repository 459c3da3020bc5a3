import type { Knex } from 'knex';
import type { Period } from '../../../console/api/ports';
import type { CareChart, InsightRow } from '../../../console/api/schema/insight';
import type { Db } from '../db';
import type { Vault } from '../vault';
import { narrowed, type Within } from './insight-period';

type Rows = (period: Period) => Promise<InsightRow[]>;

/**
 * What came of the care around conversations, one row per thing counted, newest first: bookings and visits, the waiting
 * list, counselling and teach-back, programmes, check-ins. Codes only; of what is sealed nothing but the code is kept.
 */
export function createCareRows(db: Db, vault: Vault, within: Within, most: number): Record<CareChart, Rows> {
  const select = async (query: Knex.QueryBuilder, at: string, value: string, conversation = 't.conversation_id') =>
    (await query
      .orderBy(at, 'desc')
      .limit(most)
      .select(`${conversation} as conversationId`, `${at} as at`, `${value} as value`)) as InsightRow[];

  /** Outcome and teach-back of counselling, opened once for both charts. */
  async function counselling(period: Period) {
    const rows = (await within('record', 'at', period)
      .where('t.kind', 'counselling')
      .orderBy('t.at', 'desc')
      .limit(most)
      .select('t.conversation_id as conversationId', 't.at', 't.body')) as {
      conversationId: string;
      at: number;
      body: string;
    }[];
    return rows.map(({ conversationId, at, body }) => {
      const kept = JSON.parse(vault.open(body, conversationId)) as {
        outcome?: string;
        teachBack?: Record<string, string>;
      };
      const results = Object.values(kept.teachBack ?? {});
      return { conversationId, at, outcome: kept.outcome ?? 'unknown', results };
    });
  }

  return {
    bookings: (period) => select(within('appointment', 'created_at', period), 't.created_at', 't.service_id'),
    visits: (period) => select(within('appointment', 'start_at', period), 't.start_at', 't.status'),
    waitlist(period) {
      const offers = db
        .read('waitlist_offer as o')
        .join('waitlist_entry as t', 't.id', 'o.entry_id')
        .join('conversation as c', 'c.id', 't.conversation_id')
        .where('o.offered_at', '>=', period.from)
        .where('o.offered_at', '<', period.to);
      return select(narrowed(offers, period, 't.service_id'), 'o.offered_at', 'o.state');
    },
    counselling: async (period) =>
      (await counselling(period)).map(({ conversationId, at, outcome }) => ({ conversationId, at, value: outcome })),
    teach_back: async (period) =>
      (await counselling(period)).flatMap(({ conversationId, at, results }) =>
        results.map((value) => ({ conversationId, at, value })),
      ),
    async programmes(period) {
      const rows = (await within('enrolment', 'created_at', period)
        .orderBy('t.created_at', 'desc')
        .limit(most)
        .select('t.conversation_id as conversationId', 't.created_at as at', 't.programme', 't.status')) as {
        conversationId: string;
        at: number;
        programme: string;
        status: string;
      }[];
      return rows.map(({ conversationId, at, programme, status }) => ({
        conversationId,
        at,
        value: `${programme} · ${status}`,
      }));
    },
    async measures(period) {
      const rows = (await within('enrolment_outcome', 'at', period)
        .orderBy('t.at', 'desc')
        .limit(most)
        .select('t.conversation_id as conversationId', 't.at', 't.programme', 't.measure', 't.value as said')) as {
        conversationId: string;
        at: number;
        programme: string;
        measure: string;
        said: string;
      }[];
      return rows.map(({ conversationId, at, programme, measure, said }) => ({
        conversationId,
        at,
        value: `${programme} · ${measure}: ${said}`,
      }));
    },
    async check_ins(period) {
      // By the patient's own wish is no invitation, as in the response rate.
      const rows = (await within('survey_response', 'invited_at', period)
        .whereNot('t.trigger_kind', 'demand')
        .orderBy('t.invited_at', 'desc')
        .limit(most)
        .select('t.conversation_id as conversationId', 't.invited_at as at', 't.answered_at', 't.sentiment')) as {
        conversationId: string;
        at: number;
        answered_at: number | null;
        sentiment: string | null;
      }[];
      return rows.map(({ conversationId, at, answered_at, sentiment }) => ({
        conversationId,
        at,
        value: answered_at !== null || sentiment !== null ? 'answered' : 'unanswered',
      }));
    },
    async scores(period) {
      const answers = within('survey_response', 'invited_at', period)
        .join('survey_answer as a', 'a.response_id', 't.id')
        .whereNotNull('a.box');
      const rows = (await answers
        .orderBy('t.invited_at', 'desc')
        .limit(most)
        .select('t.conversation_id as conversationId', 't.invited_at as at', 't.survey', 'a.question')) as {
        conversationId: string;
        at: number;
        survey: string;
        question: string;
      }[];
      return rows.map(({ conversationId, at, survey, question }) => ({
        conversationId,
        at,
        value: `${survey}.${question}`,
      }));
    },
    mistreatment: async (period) =>
      (
        await select(
          within('survey_response', 'invited_at', period).where('t.mistreatment', 1),
          't.invited_at',
          't.survey',
        )
      ).map((row) => ({ ...row, value: row.value ?? '' })),
  };
}
