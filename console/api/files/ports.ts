import type { FileLimits, StoredFile } from '../../../bot/contracts';

/** A stored file as the API tells of it. */
export interface KeptFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
}

/** Why a file is not taken. */
export type FileRefusal =
  | 'file_empty'
  | 'file_type'
  | 'file_too_big'
  | 'file_infected'
  /** A scanner is set up and does not answer: nothing unchecked is taken. */
  | 'file_not_scanned'
  | 'files_full';

/** Files of conversations: checked, sealed, and audited as they come. */
export interface FileDesk {
  keep(
    conversationId: string,
    staffId: string,
    upload: { readonly name: string; readonly declared: string; readonly bytes: Buffer },
    /** Content types, and the most bytes of each. */
    types: FileLimits['types'],
  ): Promise<KeptFile | FileRefusal>;
  drop(conversationId: string, staffId: string, id: string): Promise<boolean>;
  described(conversationId: string, staffId: string, ids: readonly string[]): Promise<readonly KeptFile[] | undefined>;
  /**
   * A file of a message, brought from the provider when it is not here yet. `file_gone`: erased, or the provider does
   * not keep it any more. `file_away`: the provider does not answer.
   */
  ofMessage(
    conversationId: string,
    seq: number,
    part: number,
  ): Promise<StoredFile | Exclude<FileRefusal, 'files_full'> | 'file_gone' | 'file_away'>;
}
