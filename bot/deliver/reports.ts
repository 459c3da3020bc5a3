import type { Bell, Clock, DeliveryReport, Log } from '../contracts';
import { errorName } from '../loop';
import type { Db } from '../store/db';
import { groupCalls } from '../store/group';
import { recordDeliveries, reportedItem, type Settled, takeBack } from '../store/outbox';
import type { Vault } from '../store/vault';
import type { FollowUp } from './follow-up';
import { deadline, needsPerson, settle } from './retry';

export interface ReportParts {
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  readonly bell: Bell;
  readonly followUp?: FollowUp;
}

/** A message that a provider took and failed with is tried again this often at most: a phone may just be off. */
const MOST_TRIES = 3;
/** The second time a phone is not reached, it is left in peace for hours. Source: reference B.8, code 30003. */
const LATER_MS = 4 * 60 * 60_000;

/** Takes reports of one webhook call. */
export type Reports = (reports: readonly DeliveryReport[]) => Promise<void>;

/**
 * Late words of providers about sent messages. Each message has three or four of them, so calls that come together are
 * one commit. Failures count as much as refused sends do, and are followed up alike.
 */
export function createReports(parts: ReportParts): Reports {
  const record = groupCalls<DeliveryReport, string | undefined>(256, (batch) => recordDeliveries(parts.db, batch));
  return async (reports) => {
    const changed = await Promise.all(reports.map(record));
    for (const [index, report] of reports.entries()) {
      const conversation = changed[index];
      if (conversation === undefined) continue;
      // Whoever looks at the conversation sees how far its messages got.
      parts.bell.ring(`conversation:${conversation}`);
      if (report.status !== 'failed') continue;
      try {
        await followFailure(parts, report);
      } catch (error) {
        parts.log.error('report.follow_up_failed', { channel: report.channel, error: errorName(error) });
      }
    }
  };
}

async function followFailure({ db, vault, clock, log, followUp }: ReportParts, report: DeliveryReport): Promise<void> {
  const item = await reportedItem(db, vault, report);
  if (item === undefined) return;
  const settled = again(item, report, clock.now());
  log.warn('send.reported_failed', {
    outbox: item.id,
    channel: item.channel,
    code: report.code,
    status: settled.status,
  });
  if (settled.status === 'queued' || settled.status === 'held') {
    await takeBack(db, clock, item.id, { status: settled.status, nextAt: settled.nextAt });
  }
  if (followUp === undefined) return;
  if (settled.status === 'failed') await followUp.address(item, settled.code);
  if (settled.status === 'held') await followUp.held(item);
  // The patient did not get it when it mattered: a person is told at once, even while it is tried again.
  if (needsPerson(item, settled) || item.safety) await followUp.urgent(item, settled);
}

type Item = NonNullable<Awaited<ReturnType<typeof reportedItem>>>;

/** What a late failure means: the same decision as for a refused send, but with fewer and longer tries. */
function again(item: Item, report: DeliveryReport, now: number): Settled {
  const failure = report.failure;
  if (failure === undefined) return { id: item.id, status: 'failed', code: report.code ?? 'rejected' };
  // It was accepted and then failed for certain: sending again is no duplicate.
  const settled = settle(
    item,
    failure.code === 'unknown_outcome' ? { ...failure, code: 'provider_error' } : failure,
    now,
  );
  if (settled.status !== 'queued') return settled;
  if (item.attempts >= MOST_TRIES) return { id: item.id, status: 'failed', code: failure.code };
  const nextAt = item.attempts >= 2 ? now + LATER_MS : (settled.nextAt ?? now);
  return nextAt > deadline(item) ? { id: item.id, status: 'failed', code: failure.code } : { ...settled, nextAt };
}
