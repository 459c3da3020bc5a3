import { parse } from 'csv-parse/sync';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { DateTime } from 'luxon';
import { isOutreach, type OutreachPurpose } from '../contracts';
import { isZone } from './calendar';

/** What a list is read with. */
export interface ListRules {
  readonly country: string;
  readonly zone: string;
  readonly locales: readonly string[];
  /** Channels that can be written to first. */
  readonly channels: readonly string[];
  readonly programmes: ReadonlySet<string>;
  readonly now: number;
}

export interface ListRow {
  /** Line of the file, the header being 1. */
  readonly line: number;
  readonly channel: string;
  /** E.164. */
  readonly number: string;
  readonly name?: string;
  readonly locale?: string;
  readonly zone?: string;
  readonly purposes: readonly OutreachPurpose[];
  /** Where and how consent was given, as the list says it. */
  readonly consentSource: string;
  readonly programme?: string;
  readonly anchorAt?: number;
  readonly stratum?: string;
  readonly check?: string;
  readonly checkDueAt?: number;
}

export const ROW_REFUSALS = [
  'wrong_number',
  'unknown_channel',
  'no_consent',
  'no_consent_source',
  'unknown_purpose',
  'unknown_language',
  'unknown_zone',
  'unknown_programme',
  'bad_date',
  'duplicate',
  /** From the record, not the list: STOP was said on this number, or it is no longer this person's. */
  'opted_out',
  'already_enrolled',
] as const;
export type RowRefusal = (typeof ROW_REFUSALS)[number];

export interface RefusedRow {
  readonly line: number;
  readonly why: RowRefusal;
}

export type ListProblem = 'not_text' | 'not_csv' | 'no_rows' | 'too_many_rows' | 'missing_columns';

export interface ReadList {
  readonly rows: readonly ListRow[];
  readonly refused: readonly RefusedRow[];
}

const MOST_ROWS = 50_000;
const YES = new Set(['yes', 'y', 'true', '1', 'si', 'sí', 'x']);

/**
 * Reads a list of people (CSV; comma, semicolon or tab; UTF-8 or UTF-16 with its mark). Columns: `phone` and `consent` are
 * needed, `channel`, `name`, `language`, `zone`, `purposes`, `consent_source`, `programme`, `anchor_date`, `stratum`, `check`,
 * `check_due` may be there. Every row is either whole or refused with one reason. Pure.
 */
export function readList(bytes: Buffer, rules: ListRules): ReadList | { readonly problem: ListProblem } {
  const text = decode(bytes);
  if (text === undefined) return { problem: 'not_text' };
  let records: { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof records;
  } catch {
    return { problem: 'not_csv' };
  }
  const [first] = records;
  if (first === undefined) return { problem: 'no_rows' };
  if (records.length > MOST_ROWS) return { problem: 'too_many_rows' };
  if (!('phone' in first.record) || !('consent' in first.record)) return { problem: 'missing_columns' };
  const rows: ListRow[] = [];
  const refused: RefusedRow[] = [];
  const seen = new Set<string>();
  for (const { record, info } of records) {
    const read = readRow(record, info.lines, rules);
    if ('why' in read) {
      refused.push(read);
      continue;
    }
    const key = `${read.channel} ${read.number} ${read.programme ?? ''} ${read.check ?? ''}`;
    if (seen.has(key)) refused.push({ line: read.line, why: 'duplicate' });
    else rows.push(read);
    seen.add(key);
  }
  return { rows, refused };
}

function readRow(record: Record<string, string>, line: number, rules: ListRules): ListRow | RefusedRow {
  const cell = (name: string) => (record[name] ?? '').normalize('NFC').trim();
  const refuse = (why: RowRefusal): RefusedRow => ({ line, why });
  const number = phoneOf(cell('phone'), rules.country);
  if (number === undefined) return refuse('wrong_number');
  const channel = cell('channel').toLowerCase() || rules.channels[0] || '';
  if (!rules.channels.includes(channel)) return refuse('unknown_channel');
  if (!YES.has(cell('consent').toLowerCase())) return refuse('no_consent');
  const consentSource = cell('consent_source');
  if (consentSource === '') return refuse('no_consent_source');
  const purposes = cell('purposes')
    .toLowerCase()
    .split(/[\s;,|]+/)
    .filter((one) => one !== '');
  if (!purposes.every(isOutreach)) return refuse('unknown_purpose');
  const locale = cell('language').toLowerCase();
  if (locale !== '' && !rules.locales.includes(locale)) return refuse('unknown_language');
  const zone = cell('zone');
  if (zone !== '' && !isZone(zone)) return refuse('unknown_zone');
  const programme = cell('programme');
  if (programme !== '' && !rules.programmes.has(programme)) return refuse('unknown_programme');
  const dates = datesOf(cell('anchor_date'), cell('check_due'), zone || rules.zone);
  if (dates === undefined) return refuse('bad_date');
  const [name, stratum, check] = [cell('name'), cell('stratum'), cell('check')];
  return {
    line,
    channel,
    number,
    purposes: purposes.length > 0 ? (purposes as OutreachPurpose[]) : programme === '' ? ['care'] : ['programme'],
    consentSource: consentSource.slice(0, 200),
    ...dates,
    ...(name === '' ? {} : { name: name.slice(0, 200) }),
    ...(locale === '' ? {} : { locale }),
    ...(zone === '' ? {} : { zone }),
    ...(programme === '' ? {} : { programme }),
    ...(stratum === '' ? {} : { stratum: stratum.slice(0, 64) }),
    ...(check === '' ? {} : { check: check.slice(0, 64) }),
  };
}

function datesOf(anchor: string, check: string, zone: string): Pick<ListRow, 'anchorAt' | 'checkDueAt'> | undefined {
  const read = (text: string) => (text === '' ? undefined : DateTime.fromISO(text, { zone }).startOf('day'));
  const [from, due] = [read(anchor), read(check)];
  if (from?.isValid === false || due?.isValid === false) return undefined;
  return {
    ...(from === undefined ? {} : { anchorAt: from.toMillis() }),
    ...(due === undefined ? {} : { checkDueAt: due.toMillis() }),
  };
}

/** A number somebody can be called on, as E.164; digits of any script, the hospital's country where none is given. */
export function phoneOf(text: string, country: string): string | undefined {
  const digits = text.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));
  const found = parsePhoneNumberFromString(digits, country as CountryCode);
  return found?.isValid() === true ? found.number : undefined;
}

/** Decimal digits of a script stand in a row of ten from its zero. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0)!;
  let zero = code;
  while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}

function decode(bytes: Buffer): string | undefined {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  try {
    const text = new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function delimiterOf(text: string): string {
  const header = text.slice(0, Math.max(0, text.indexOf('\n')));
  return [';', '\t'].find((one) => header.split(one).length > header.split(',').length) ?? ',';
}
