import type { FileDesk } from '../../console/api/files/ports';
import type { Activity, ChannelAdapter, FetchedFile, FileLimits, Instant, StoredFile } from '../contracts';
import { fileRefOf } from '../contracts';
import type { FileStore } from '../store/files';
import { cleanName, declaredFits, kindOf } from './kinds';
import type { Scan } from './scan';

export interface DeskParts {
  readonly store: FileStore;
  readonly adapters: ReadonlyMap<string, ChannelAdapter>;
  /** Undefined: no scanner is set up. */
  readonly scan: Scan | undefined;
  /** A message of a conversation, with the channel it came on. */
  message(
    conversationId: string,
    seq: number,
  ): Promise<{ channel: string; at: Instant; activity: Activity } | undefined>;
}

/** What patients send may be larger than what staff may; more is not brought here. */
export const MOST_RECEIVED = 20 * 1024 * 1024;

type Checked = StoredFile | 'file_empty' | 'file_type' | 'file_too_big' | 'file_infected' | 'file_not_scanned';

/** Files between the care team, the store and the channels. */
export function createFileDesk({ store, adapters, scan, message }: DeskParts): FileDesk {
  /** A file by what its bytes are. @param types what is taken; undefined: every kind there is. */
  async function check(
    { name, declared, bytes }: { name: string; declared: string; bytes: Buffer },
    types: FileLimits['types'] | undefined,
  ): Promise<Checked> {
    if (bytes.length === 0) return 'file_empty';
    const kind = kindOf(bytes);
    if (kind === undefined || !declaredFits(declared, kind.contentType)) return 'file_type';
    const most = types === undefined ? MOST_RECEIVED : types[kind.contentType];
    if (most === undefined) return 'file_type';
    if (bytes.length > most) return 'file_too_big';
    const scanned = await scan?.(bytes);
    if (scanned === 'infected') return 'file_infected';
    if (scanned === 'away') return 'file_not_scanned';
    return { name: cleanName(name, kind.ending), contentType: kind.contentType, bytes };
  }

  return {
    async keep(conversationId, staffId, upload, types) {
      const file = await check(upload, types);
      if (typeof file === 'string') return file;
      const kept = await store.add(conversationId, staffId, file);
      return kept === 'full' ? 'files_full' : kept;
    },
    drop: store.drop,
    described: store.described,
    async ofMessage(conversationId, seq, part) {
      const said = await message(conversationId, seq);
      const attachment = said?.activity.attachments?.[part];
      if (said === undefined || attachment === undefined) return 'file_gone';
      const ref = fileRefOf(attachment);
      if (ref !== undefined) return (await store.read({ ...ref, conversation: conversationId })) ?? 'file_gone';
      const kept = await store.received(conversationId, seq, part);
      if (kept !== undefined) return kept;
      const fetched = (await adapters.get(said.channel)?.fetchFile?.(attachment)) ?? NOT_KEPT;
      if (!fetched.ok) return WHY[fetched.code];
      const name = fetched.name ?? attachment.name ?? '';
      const file = await check({ name, declared: '', bytes: fetched.bytes }, undefined);
      // Providers forget: what was looked at once stays as long as the conversation does.
      if (typeof file !== 'string') await store.keepReceived(conversationId, seq, part, file, said.at);
      return file;
    },
  };
}

const NOT_KEPT: FetchedFile = { ok: false, code: 'gone' };
const WHY = { gone: 'file_gone', away: 'file_away', too_big: 'file_too_big' } as const;
