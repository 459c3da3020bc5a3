import { buildLibrary } from './library';
import type { CheckedContent, ContentFile } from './load';
import type { ContentLibrary } from './schema/library';

/** A library whose articles may grow while the process runs: what the care team publishes appears without a restart. */
export interface LiveContent {
  /** Always the same object; what it answers changes whole, between two calls. */
  readonly library: ContentLibrary;
  /**
   * Puts articles published in the console over the shipped ones; older versions stay for conversations that use them.
   * @returns whether anything changed.
   */
  publish(articles: readonly ContentFile[]): boolean;
}

export function createLiveContent(shipped: CheckedContent): LiveContent {
  let current = buildLibrary(shipped.files, shipped.hospital);
  const library: ContentLibrary = {
    all: (kind) => current.all(kind),
    get: (kind, id, version) => current.get(kind, id, version),
    has: (kind, id, version) => current.has(kind, id, version),
    text: (ref, locale, values, size) => current.text(ref, locale, values, size),
    get hospital() {
      return current.hospital;
    },
    get fingerprint() {
      return current.fingerprint;
    },
  };
  return {
    library,
    publish(articles) {
      const next = buildLibrary([...shipped.files, ...articles], shipped.hospital);
      const changed = next.fingerprint !== current.fingerprint;
      if (changed) current = next;
      return changed;
    },
  };
}
