import { useEffect, useRef, useState } from 'react';
import type { ConversationView } from '../../../../api/schema/conversation';
import { useWords } from '../../i18n';
import { ApiError, api } from '../../lib/api';
import { problemText } from '../../lib/problem';
import { uploadFile } from '../../lib/upload';

/** A file in the tray: on its way, ready to go with the reply, or not taken. */
export interface TrayFile {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  /** A picture of it, where it is one. */
  readonly preview: string | null;
  /** 0 to 1. */
  readonly share: number;
  /** Its id, once it is stored. */
  readonly id: string | null;
  /** Why it is not taken. */
  readonly refused: string | null;
  /** The file itself, where trying once more may help: the line broke, the session had ended. */
  readonly again: File | null;
}

/** Files that are to go with the reply: uploaded as they are added, so that sending does not wait for them. */
export function useFiles(view: ConversationView) {
  const words = useWords();
  const [files, setFiles] = useState<readonly TrayFile[]>([]);
  const running = useRef(new Map<string, AbortController>());
  const previews = useRef(new Set<string>());
  const change = (key: string, to: Partial<TrayFile>) =>
    setFiles((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)));

  useEffect(
    () => () => {
      for (const one of running.current.values()) one.abort();
      for (const url of previews.current) URL.revokeObjectURL(url);
    },
    [],
  );

  function refusal(file: File, already: number): string | null {
    const limits = view.files;
    if (limits === null) return words.files.none(words.channel[view.channel] ?? view.channel);
    if (already >= limits.most) return words.files.most(limits.most);
    if (file.size === 0) return words.problem.file_empty;
    const known = file.type === '' ? undefined : limits.types[file.type];
    if (file.type !== '' && known === undefined) return words.files.types(Object.keys(limits.types));
    const most = known ?? Math.max(...Object.values(limits.types));
    return file.size > most ? words.files.tooBig(sizeText(most)) : null;
  }

  function start(file: File, key: string): void {
    const abort = new AbortController();
    running.current.set(key, abort);
    uploadFile(view.id, file, (share) => change(key, { share }), abort.signal)
      .then((kept) => change(key, { id: kept.id, name: kept.name, share: 1 }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted)
          change(key, { refused: problemText(error, words), again: mayPass(error) ? file : null });
      })
      .finally(() => running.current.delete(key));
  }

  return {
    files,
    ids: files.flatMap((one) => (one.id === null ? [] : [one.id])),
    /** Something is on its way or was not taken: the reply would leave without it. */
    unsettled: files.some((one) => one.id === null),
    add(added: readonly File[]): void {
      const already = files.filter((one) => one.refused === null).length;
      const entries = added.map((file, index) => {
        const refused = refusal(file, already + index);
        const preview = refused === null && file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
        if (preview !== null) previews.current.add(preview);
        const entry = { name: file.name, size: file.size, preview, share: 0, id: null, refused, again: null };
        return { file, entry: { key: crypto.randomUUID(), ...entry } };
      });
      setFiles((all) => [...all, ...entries.map((one) => one.entry)]);
      for (const { file, entry } of entries) if (entry.refused === null) start(file, entry.key);
    },
    retry(one: TrayFile): void {
      if (one.again === null) return;
      change(one.key, { refused: null, again: null, share: 0 });
      start(one.again, one.key);
    },
    remove(one: TrayFile): void {
      running.current.get(one.key)?.abort();
      setFiles((all) => all.filter((other) => other.key !== one.key));
      const path = `/conversations/${encodeURIComponent(view.id)}/files`;
      // Whatever is not taken back by this is swept after a day.
      if (one.id !== null) void api('DELETE', `${path}/${one.id}`).catch(() => undefined);
    },
    /** They went with a reply. */
    clear: () => setFiles([]),
  };
}

const PASSING = new Set(['network', 'signed_out', 'unavailable', 'failed', 'busy', 'file_not_scanned', 'files_full']);

/** Whether the same file may be taken the next time. */
const mayPass = (error: unknown) => !(error instanceof ApiError) || PASSING.has(error.code);

/** "640 kB", "3.2 MB". */
export function sizeText(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '')} MB`;
}
