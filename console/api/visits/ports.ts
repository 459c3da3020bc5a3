import type { VisitStep } from '../../../bot/contracts';
import type { Actor } from '../ports';
import type { BlockRequest, CalendarView, SlotList, Visit, VisitForm } from '../schema/visits';

/** What staff do with visits. Every change is audited in the conversation it belongs to, in the same commit. */
export interface VisitStore {
  /** Places, people and services, for choosing; empty lists before a calendar was imported. */
  calendar(): Promise<CalendarView>;
  /** The visits of a local day, by time. */
  day(filter: {
    day: string;
    location?: string | undefined;
    practitioner?: string | undefined;
  }): Promise<readonly Visit[]>;
  /** Every slot of a practitioner's local day, taken ones too: what may be overbooked or blocked. */
  slots(practitioner: string, day: string, now: number): Promise<SlotList['items']>;
  exists(id: string): Promise<boolean>;
  /** One visit with what the patient told before it. */
  form(id: string): Promise<VisitForm | undefined>;
  /** Visits that should have begun long enough ago and are neither arrived nor missed, and missed ones nobody rebooked. */
  overdue(now: number): Promise<readonly Visit[]>;
  /** `stale` when the visit is not in a state this can follow. */
  mark(id: string, as: VisitStep, actor: Actor, now: number): Promise<'done' | 'stale'>;
  /** Takes a time away from a practitioner; visits in it are given up and their patients offered others. */
  block(request: BlockRequest, actor: Actor, now: number): Promise<{ id: string; cancelled: number }>;
  blockExists(id: string): Promise<boolean>;
  blocks(now: number): Promise<readonly (BlockRequest & { id: string })[]>;
  /** Gives a blocked time back: its slots are there again. */
  unblock(id: string, now: number): Promise<void>;
  /** Books a patient beside what is booked already. */
  overbook(
    wanted: { slotId: string; visitId: string },
    actor: Actor,
    now: number,
  ): Promise<{ result: 'done'; id: string } | { result: 'stale' }>;
  /** Tells everybody who still waits that day how late the clinic runs. @returns how many are told. */
  runningLate(
    wanted: { day: string; location?: string | undefined; practitioner?: string | undefined; minutes: number },
    actor: Actor,
    now: number,
  ): Promise<number>;
}
