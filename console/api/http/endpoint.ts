import type { ZodType, z } from 'zod';
import type { HttpReply, HttpRequest } from '../../../bot/contracts/http';
import type { ObjectKind } from '../access/objects';
import type { Permission } from '../access/roles';
import type { ConsoleDeps, SessionRecord, StaffRecord } from '../ports';
import type { Stage } from '../schema/session';

/**
 * One operation of the console's API as data: who may call it, on what, with what. The route table, the checks before
 * the handler, the OpenAPI document and the authorisation tests are all made from it, so they cannot disagree.
 */
export interface Endpoint {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under `/console/api/v1`, restify style: `/conversations/:id/claim`. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  /** What `:id` names. Somebody who may not see the object gets the same 404 as for one that is not there. */
  readonly object?: ObjectKind;
  readonly query?: ZodType;
  readonly body?: ZodType;
  /** The body is a file as it is, with its name in `x-file-name`; it is not read before who sends it is known. */
  readonly upload?: boolean;
  /** The 200 body; `stream`, `csv`, `page`, `file` (JSON of many shapes, to keep) and `bytes` leave as they are. */
  readonly reply: ZodType | 'stream' | 'csv' | 'page' | 'file' | 'bytes';
  readonly maxBytes?: number;
  readonly handle: (call: Call<never, never>) => Promise<HttpReply>;
}

export type Access =
  | { readonly kind: 'public' }
  /** Any session whose sign-in has come this far. */
  | { readonly kind: 'session'; readonly stages: readonly Stage[] }
  | { readonly kind: 'permission'; readonly anyOf: readonly Permission[] };

/** Who is calling: present unless the endpoint is public. */
export interface Who {
  readonly staff: StaffRecord;
  readonly session: SessionRecord;
  readonly permissions: ReadonlySet<Permission>;
}

export interface Call<Q = unknown, B = unknown> {
  readonly deps: ConsoleDeps;
  readonly request: HttpRequest;
  readonly who: Who;
  readonly id: string;
  readonly query: Q;
  readonly body: B;
  readonly now: number;
  /** The language the page is read in; content that has it is named in it. */
  readonly locale: string;
}

type Parsed<T> = T extends ZodType ? z.output<T> : undefined;

/** Declares an endpoint with its handler typed by its schemas. */
export function endpoint<Q extends ZodType | undefined = undefined, B extends ZodType | undefined = undefined>(
  declared: Omit<Endpoint, 'handle' | 'query' | 'body'> & {
    query?: Q;
    body?: B;
    handle: (call: Call<Parsed<Q>, Parsed<B>>) => Promise<HttpReply>;
  },
): Endpoint {
  return declared as unknown as Endpoint;
}

export const OPEN: Access = { kind: 'public' };
export const SIGNED_IN: Access = { kind: 'session', stages: ['ready'] };
export const ANY_STAGE: Access = { kind: 'session', stages: ['ready', 'change_password', 'second_factor'] };
export const may = (...anyOf: Permission[]): Access => ({ kind: 'permission', anyOf });

export const ok = (body: object): HttpReply => ({ status: 200, body });
