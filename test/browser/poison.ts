import type { Page, Route } from 'playwright-core';
import { EVIL } from '../console/support/hostile';

/** As much of JSON Schema as the API's document uses. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
}
interface Operation {
  readonly operationId: string;
  readonly responses: { readonly 200: { readonly content: Readonly<Record<string, { schema: Schema }>> } };
}
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** What the page itself stands on, not text to show: who may do what, the token, the zone that times are shown in, a picture drawn of a key. */
const STRUCTURE = new Set(['csrf', 'permissions', 'zone', 'locale', 'next', 'programme', 'picture']);

/** True when a string of this schema may be anything at all: no list, no pattern, no format. */
const isFree = ({ type, pattern, format, ...rest }: Schema) =>
  type === 'string' && pattern === undefined && format === undefined && !('enum' in rest) && !('const' in rest);

/** Never twice the same: names of choices differ, as they do in life. */
let written = 0;
function evil(): string {
  written += 1;
  return `${EVIL} ${written}`;
}

/** The value with the hostile corpus in every place where the API's document allows any text. */
export function poisoned(schema: Schema, value: unknown): unknown {
  if (typeof value === 'string') return [schema, ...(schema.anyOf ?? [])].some(isFree) ? evil() : value;
  if (Array.isArray(value)) {
    const items = [schema, ...(schema.anyOf ?? [])].find((one) => one.items !== undefined)?.items;
    return items === undefined ? value : value.map((one) => poisoned(items, one));
  }
  if (typeof value !== 'object' || value === null) return value;
  const shape = [schema, ...(schema.anyOf ?? [])].find(
    (one) => one.type === 'object' && Object.keys(value).every((key) => key in (one.properties ?? {})),
  );
  const open = [schema, ...(schema.anyOf ?? [])].find((one) => typeof one.additionalProperties === 'object');
  const inside = (key: string): Schema =>
    shape?.properties?.[key] ?? (typeof open?.additionalProperties === 'object' ? open.additionalProperties : {});
  const known = Object.entries(value).map(([key, one]) => [key, STRUCTURE.has(key) ? one : poisoned(inside(key), one)]);
  const extra =
    typeof open?.additionalProperties === 'object' && isFree(open.additionalProperties) ? { [evil()]: evil() } : {};
  return { ...Object.fromEntries(known), ...extra };
}

/** Puts it into everything the page is told from now on. @returns ids of the operations that have answered so. */
export async function poisonReplies(page: Page, document: ApiDocument): Promise<ReadonlySet<string>> {
  const told = new Set<string>();
  const gets = Object.entries(document.paths).flatMap(([path, { get }]) => {
    const schema = get?.responses[200].content['application/json']?.schema;
    if (get === undefined || schema === undefined) return [];
    return [{ id: get.operationId, schema, parts: path.split('/') }];
  });
  const find = (path: string) => {
    const parts = path.split('/');
    const fits = gets.filter(
      (one) =>
        one.parts.length === parts.length && one.parts.every((part, n) => part.startsWith('{') || part === parts[n]),
    );
    return fits.sort((a, b) => named(a.parts) - named(b.parts))[0];
  };
  await page.route('**/console/api/v1/**', async (route: Route) => {
    const operation = find(new URL(route.request().url()).pathname.replace('/console/api/v1', ''));
    if (route.request().method() !== 'GET' || operation === undefined) return route.continue();
    const response = await route.fetch();
    if (response.status() !== 200) return route.fulfill({ response });
    told.add(operation.id);
    return route.fulfill({ response, json: poisoned(operation.schema, await response.json()) });
  });
  return told;
}

/** Places of a path that stand for an id: the exact path is meant where two fit. */
const named = (parts: readonly string[]) => parts.filter((part) => part.startsWith('{')).length;
