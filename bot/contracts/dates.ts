import type { DayPart } from './booking';
import type { Instant } from './time';

/**
 * When somebody would like to come. Days are `YYYY-MM-DD` in the hospital's zone and both ends belong to it, times are
 * wall clock `HH:mm`; what is not there was not said.
 */
export interface DateWish {
  readonly from?: string;
  readonly to?: string;
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  readonly weekdays?: readonly number[];
  readonly parts?: readonly DayPart[];
  /** At about this time. */
  readonly at?: string;
  /** Start not before; start before. */
  readonly earliest?: string;
  readonly latest?: string;
  /** Said that any time will do. */
  readonly soonest?: boolean;
}

/** Why a phrase is asked back. */
export type WhyAsk =
  /** 3/4: 3 April or March 4. */
  | 'day-or-month'
  /** "next Friday", or the name of today's weekday. */
  | 'which-week'
  /** "Tuesday the 18th", when the 18th is a Wednesday. */
  | 'weekday-mismatch'
  /** At 7: morning or evening. */
  | 'am-or-pm'
  /** That day of this month or year has passed. */
  | 'passed'
  /** A bare "10". */
  | 'day-or-hour'
  /** A misspelt word that is as near to two days. */
  | 'which-day'
  /** "3 or 4". */
  | 'which-time'
  /** "en ocho días": a week or eight days. */
  | 'about-a-week'
  /** More was said than was understood. */
  | 'not-all';

export type DateReading =
  | { readonly kind: 'wish'; readonly wish: DateWish }
  | { readonly kind: 'ask'; readonly why: WhyAsk; readonly candidates: readonly DateWish[] }
  /** Said clearly, and over. */
  | { readonly kind: 'past'; readonly day: string; readonly at?: string }
  | { readonly kind: 'impossible'; readonly what: 'day' | 'time' }
  | { readonly kind: 'none' };

export interface DateMoment {
  readonly now: Instant;
  /** IANA zone the days and times are meant in: the hospital's. */
  readonly zone: string;
  /** First and last whole hour at which visits begin; a bare "at 3" is the hour between them. Default 8 and 18. */
  readonly open?: number;
  readonly close?: number;
}

/** Reads phrases about days and times, where one is owed. */
export interface DateReader {
  read(text: string, locale: string, moment: DateMoment): Promise<DateReading>;
  /** Loads what is slow to load, so that no patient waits for it. */
  warm(locales: readonly string[]): Promise<void>;
}
