import type { HttpReply } from '../../../bot/contracts/http';
import type { Person, ProblemBody } from '../schema/common';

/** Why a call is refused. The code is all that leaves, so a refusal can never carry a patient's words. */
const STATUS = {
  invalid: 400,
  not_json: 415,
  signed_out: 401,
  wrong_credentials: 401,
  wrong_code: 401,
  change_password: 403,
  second_factor: 403,
  forbidden: 403,
  csrf: 403,
  not_found: 404,
  /** The hospital has not set this up. */
  not_set_up: 404,
  not_owner: 409,
  owned: 409,
  taken: 409,
  stale: 409,
  too_late: 409,
  same_password: 409,
  last_administrator: 409,
  own_work: 409,
  not_ready: 409,
  held: 409,
  still_open: 409,
  opted_out: 409,
  window_closed: 409,
  /** The provider has not approved this prepared message, or took the approval back. */
  template_refused: 409,
  /** The channel carries no files, or not so many. */
  no_files: 409,
  file_empty: 400,
  file_type: 415,
  file_too_big: 413,
  file_infected: 422,
  file_not_scanned: 503,
  files_full: 409,
  /** Erased, sent before, or no longer kept by the provider. */
  file_gone: 410,
  file_away: 503,
  locked: 429,
  busy: 429,
  failed: 500,
  no_model: 503,
  unavailable: 503,
} as const;
export type ProblemCode = keyof typeof STATUS;

/** Thrown by a handler to refuse; the pipeline turns it into a reply. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly code: ProblemCode,
    readonly more: { fields?: string[]; owner?: Person; retryAfterSeconds?: number } = {},
  ) {
    super(code);
  }
}

export function problemReply(problem: Problem): HttpReply {
  const body: ProblemBody = { error: { code: problem.code, ...problem.more } };
  const retry = problem.more.retryAfterSeconds;
  return {
    status: STATUS[problem.code],
    headers: retry === undefined ? {} : { 'retry-after': String(retry) },
    body,
  };
}
