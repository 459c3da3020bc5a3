import type { ApprovalState } from '../../../knowledge/approvals/state';
import type { ContentFile } from '../../../knowledge/load';
import { differences as protocolDifferences } from '../../../knowledge/review/diff';
import { fieldDifferences, fieldsOf } from '../../../knowledge/review/fields';
import type { Protocol } from '../../../knowledge/schema/protocol';
import { freshness } from '../../../knowledge/search/freshness';
import type { ContentItem, ContentView, ShownDifference } from '../schema/content';

/** `wording/en/answers` as one path part: `wording:en:answers`. */
export const refOf = (file: { kind: string; value: { id: string } }): string =>
  `${file.kind}:${file.value.id}`.replaceAll('/', ':');

export function fileOf(files: readonly ContentFile[], ref: string): ContentFile | undefined {
  return files.find((file) => refOf(file) === ref);
}

interface Headed {
  readonly title?: unknown;
  readonly name?: unknown;
  readonly label?: unknown;
  readonly owner?: string;
  readonly status?: string;
  readonly review_by?: string;
  readonly sources?: readonly { title: string; publisher?: string; link?: string; date?: string; read: boolean }[];
}

/** What a file is called, in the reader's language where it has a name, else its id. */
export function titleOf(file: ContentFile, locale: string): string {
  const value = file.value as unknown as Headed;
  for (const one of [value.title, value.name, value.label]) {
    if (typeof one === 'string') return one;
    const map = one as Record<string, unknown> | undefined;
    const text = map?.[locale] ?? map?.en;
    if (typeof text === 'string') return text;
  }
  return file.value.id;
}

export function itemOf(file: ContentFile, state: ApprovalState, locale: string, now: number): ContentItem {
  const value = file.value as unknown as Headed;
  return {
    ref: refOf(file),
    kind: file.kind,
    id: file.value.id,
    version: file.value.version,
    title: titleOf(file, locale),
    state,
    reviewBy: value.review_by ?? null,
    freshness:
      value.review_by === undefined
        ? null
        : freshness({ status: value.status ?? 'review', review_by: value.review_by }, now),
  };
}

/** The header and every field of a file, as a reviewer reads them. */
export function headOf(file: ContentFile): Pick<ContentView, 'owner' | 'sources' | 'fields' | 'page' | 'sha256'> {
  const value = file.value as unknown as Headed;
  return {
    sha256: file.sha256,
    owner: value.owner ?? '',
    sources: (value.sources ?? []).map((one) => ({
      text: [one.publisher, one.title, one.date].filter(Boolean).join(', '),
      read: one.read,
    })),
    fields: fieldsOf(file.value),
    page: file.kind === 'protocol',
  };
}

/** What changed in meaning from an approved version: in a clinician's words for protocols, field by field otherwise. */
export function changesBetween(kind: string, before: unknown, after: unknown, locale: string): ShownDifference[] {
  const found =
    kind === 'protocol' ? protocolDifferences(before as Protocol, after as Protocol) : fieldDifferences(before, after);
  return found.map(({ weight, text }) => ({ weight, text: locale === 'es' ? text.es : text.en }));
}
