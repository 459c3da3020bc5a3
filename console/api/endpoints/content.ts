import type { z } from 'zod';
import { fromFile } from '../../../knowledge/approvals/file';
import { type ApprovalState, approvalStates } from '../../../knowledge/approvals/state';
import type { ContentFile } from '../../../knowledge/load';
import { reviewPage } from '../../../knowledge/review/page';
import type { Protocol } from '../../../knowledge/schema/protocol';
import type { StaffApproval } from '../content/ports';
import { changesBetween, fileOf, headOf, itemOf, titleOf } from '../content/review';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import type { ConsoleDeps } from '../ports';
import { done } from '../schema/common';
import { approveContent, contentList, contentQuery, contentView } from '../schema/content';
import { actorOf } from './conversation';

const REVIEW = may('content.review');

/** The state of any shipped file, from the command line's approvals and the console's. */
async function statesOf(deps: ConsoleDeps): Promise<(file: ContentFile) => ApprovalState> {
  const staff = await deps.store.content.approvals.all();
  return approvalStates([...fromFile(deps.shelf.approvals()), ...staff]);
}

async function list({ deps, query, locale, now }: Call<z.output<typeof contentQuery>>) {
  const state = await statesOf(deps);
  const all = deps.shelf.files.map((file) => ({ file, state: state(file) }));
  const wanted = (query.q ?? '').toLowerCase();
  const fits = all.filter(
    (one) =>
      (query.kind === undefined || one.file.kind === query.kind) &&
      (query.state === undefined || one.state === query.state) &&
      (wanted === '' || `${one.file.value.id} ${titleOf(one.file, locale)}`.toLowerCase().includes(wanted)),
  );
  const kinds = [...new Set(all.map((one) => one.file.kind))].map((kind) => {
    const mine = all.filter((one) => one.file.kind === kind);
    return { kind, files: mine.length, approved: mine.filter((one) => one.state === 'approved').length };
  });
  return ok({
    items: fits.slice(query.from, query.from + query.limit).map((one) => itemOf(one.file, one.state, locale, now)),
    total: fits.length,
    kinds,
  });
}

/** The version approved last and what it said, if it can still be told. */
async function approvedBefore(deps: ConsoleDeps, file: ContentFile, staff: readonly StaffApproval[]) {
  const { kind } = file;
  const { id } = file.value;
  const earlier = staff.filter((one) => one.sha256 !== file.sha256).at(-1);
  if (earlier !== undefined) {
    const value = await deps.store.content.approvals.value(earlier);
    if (value !== undefined) return { version: earlier.version, value };
  }
  const entries = deps.shelf
    .approvals()
    .filter((one) => one.kind === kind && one.id === id && one.sha256 !== file.sha256);
  for (const entry of entries.reverse()) {
    const value = deps.shelf.copy(kind, id, entry.version);
    if (value !== undefined) return { version: entry.version, value };
  }
  return undefined;
}

function theFile(deps: ConsoleDeps, ref: string): ContentFile {
  const file = fileOf(deps.shelf.files, ref);
  if (!file) throw new Problem('not_found');
  return file;
}

async function show({ deps, who, id, locale, now }: Call) {
  const file = theFile(deps, id);
  const staff = await deps.store.content.approvals.of(file.kind, file.value.id);
  const entries = deps.shelf.approvals().filter((one) => one.kind === file.kind && one.id === file.value.id);
  const state = approvalStates([...fromFile(entries), ...staff])(file);
  const before = await approvedBefore(deps, file, staff);
  return ok({
    item: itemOf(file, state, locale, now),
    ...headOf(file),
    approvals: [
      ...entries.map((one) => ({ who: one.role, at: one.on, same: one.sha256 === file.sha256 })),
      ...staff.map((one) => ({
        who: one.who.name,
        at: new Date(one.at).toISOString().slice(0, 10),
        same: one.sha256 === file.sha256,
      })),
    ],
    since:
      before === undefined
        ? null
        : { version: before.version, differences: changesBetween(file.kind, before.value, file.value, locale) },
    mine: staff.some((one) => one.by === who.staff.id && one.sha256 === file.sha256),
  });
}

/** The page for clinicians runs no script and loads nothing; its own style is all it needs. */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
};

async function page({ deps, id }: Call) {
  const file = theFile(deps, id);
  if (file.kind !== 'protocol') throw new Problem('not_found');
  const staff = await deps.store.content.approvals.of(file.kind, file.value.id);
  const before = await approvedBefore(deps, file, staff);
  const html = reviewPage(
    file.value as Protocol,
    deps.content.all('modifier'),
    before === undefined ? undefined : (before.value as Protocol),
  );
  return { status: 200, headers: PAGE_HEADERS, body: html };
}

async function approve({ deps, who, id, body, now }: Call<undefined, z.output<typeof approveContent>>) {
  const file = theFile(deps, id);
  // What was on the screen is what is approved: other bytes mean somebody changed the file meanwhile.
  if (body.sha256 !== file.sha256) throw new Problem('stale');
  const { kind, sha256, value } = file;
  const made = await deps.store.content.approvals.approve(
    { kind, id: value.id, version: value.version, sha256, value },
    actorOf(who),
    now,
  );
  if (!made) throw new Problem('own_work');
  return ok({ ok: true });
}

export const contentEndpoints = [
  endpoint({
    id: 'listContent',
    method: 'GET',
    path: '/content',
    summary: 'The shipped content and who has approved it',
    access: REVIEW,
    query: contentQuery,
    reply: contentList,
    handle: list,
  }),
  endpoint({
    id: 'getContent',
    method: 'GET',
    path: '/content/:id',
    summary: 'One file of content: every field, sources, approvals, what changed since it was approved',
    access: REVIEW,
    object: 'content',
    reply: contentView,
    handle: show,
  }),
  endpoint({
    id: 'getContentPage',
    method: 'GET',
    path: '/content/:id/page',
    summary: 'A protocol as a page a clinician reads and signs',
    access: REVIEW,
    object: 'content',
    reply: 'page',
    handle: page,
  }),
  endpoint({
    id: 'approveContent',
    method: 'POST',
    path: '/content/:id/approve',
    summary: 'Approve these very bytes; two people make it approved',
    access: REVIEW,
    object: 'content',
    body: approveContent,
    reply: done,
    handle: approve,
  }),
];
