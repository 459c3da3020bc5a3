import type { Attachment } from './activity';

/** Which stored file an attachment of ours is. Stands in its `content`; the bytes never stand in an activity. */
export interface FileRef {
  /** Opaque id of the stored file. */
  readonly file: string;
  /** The one conversation it belongs to; it cannot be read or reached from any other. */
  readonly conversation: string;
  /** Bytes. */
  readonly size: number;
}

export interface StoredFile {
  /** Cleaned: no path, no control or direction characters, an ending that fits the type. */
  readonly name: string;
  /** What the bytes are, by looking at them. */
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Files of conversations as channels see them. */
export interface Files {
  /** Undefined when it was erased, or belongs to another conversation. */
  read(ref: Pick<FileRef, 'file' | 'conversation'>): Promise<StoredFile | undefined>;
  /**
   * A public address that cannot be guessed, opens this file of this conversation alone, and ends.
   *
   * @param seconds how long it works.
   */
  link(ref: Pick<FileRef, 'file' | 'conversation'>, seconds: number): string;
}

/** What a channel can carry. */
export interface FileLimits {
  /** Content types, and the most bytes of one file of each. */
  readonly types: Readonly<Record<string, number>>;
  /** Files of one message. */
  readonly most: number;
  /** Bytes of all files of one message together. */
  readonly total?: number;
}

/** A file a patient sent, brought from the provider that keeps it. */
export type FetchedFile =
  | { readonly ok: true; readonly bytes: Buffer; readonly name?: string }
  /** `gone`: the provider does not have it any more. `away`: try again. */
  | { readonly ok: false; readonly code: 'gone' | 'away' | 'too_big' };

/** The stored file of an attachment; undefined for one that a provider keeps. */
export function fileRefOf(attachment: Attachment): FileRef | undefined {
  const content = attachment.content as Partial<FileRef> | undefined;
  return typeof content?.file === 'string' && typeof content.conversation === 'string'
    ? { file: content.file, conversation: content.conversation, size: Number(content.size) || 0 }
    : undefined;
}
