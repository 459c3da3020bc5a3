import type { Instant } from '../../../bot/contracts';
import type { ApprovalEntry } from '../../../knowledge/approvals/file';
import type { Approval } from '../../../knowledge/approvals/state';
import type { CheckedContent } from '../../../knowledge/load';
import type { AskedQuestion } from '../../../knowledge/questions/cluster';
import type { Actor } from '../ports';
import type { Person } from '../schema/common';
import type { ArticleDraft, RevisionStatus } from '../schema/content';

/** The shipped content file by file, and the approvals of the command line: what the process has on its disk. */
export interface ContentShelf extends CheckedContent {
  /** Read again at every call: the command line may add some while the process runs. */
  readonly approvals: () => readonly ApprovalEntry[];
  /** The content of an earlier version that was approved on the command line, if its copy is still there. */
  readonly copy: (kind: string, id: string, version: string) => unknown;
}

export interface StaffApproval extends Approval {
  readonly who: Person;
  readonly at: Instant;
}

export interface ApprovalStore {
  all(): Promise<readonly StaffApproval[]>;
  of(kind: string, id: string): Promise<readonly StaffApproval[]>;
  /** The content that these approvals were of. */
  value(approval: Pick<Approval, 'kind' | 'id' | 'version' | 'sha256'>): Promise<unknown>;
  /** False when this person has approved these bytes already. */
  approve(
    what: Pick<Approval, 'kind' | 'id' | 'version' | 'sha256'> & { readonly value: unknown },
    actor: Actor,
    now: Instant,
  ): Promise<boolean>;
}

export interface Revision {
  readonly id: string;
  readonly articleId: string;
  readonly version: string;
  readonly status: RevisionStatus;
  readonly draft: ArticleDraft;
  readonly author: Person;
  readonly decidedBy: Person | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly decidedAt: Instant | null;
  /** Why it was sent back, if it was. */
  readonly remark: string | null;
}

export interface ArticleStore {
  list(): Promise<readonly Revision[]>;
  get(id: string): Promise<Revision | undefined>;
  /** `undefined` when that version of the article exists already. */
  create(draft: ArticleDraft, version: string, actor: Actor, now: Instant): Promise<string | undefined>;
  /** Saves or submits a draft of one's own. `seen` is the `updatedAt` one worked from. */
  save(
    id: string,
    change: { draft: ArticleDraft; submit: boolean; seen: Instant },
    actor: Actor,
    now: Instant,
  ): Promise<'done' | 'stale'>;
  /** Decides on somebody else's submitted draft; nobody approves their own words. */
  decide(
    id: string,
    decision: { approve: boolean; remark: string; seen: Instant },
    actor: Actor,
    now: Instant,
  ): Promise<'done' | 'stale' | 'own'>;
  /** Takes a published article out of use at once. */
  withdraw(id: string, actor: Actor, now: Instant): Promise<boolean>;
}

export interface Feedback {
  readonly article: string;
  readonly shown: number;
  readonly helped: number;
  readonly notHelped: number;
  /** Answers given although the search was not sure. */
  readonly unsure: number;
}

export interface QuestionStore {
  /** Newest first, not yet settled, at most `limit`. */
  open(limit: number): Promise<readonly AskedQuestion[]>;
  settle(
    ids: readonly string[],
    end: { how: 'article' | 'dismissed'; articleId?: string },
    actor: Actor,
    now: Instant,
  ): Promise<number>;
  feedback(since: Instant): Promise<readonly Feedback[]>;
}

export interface ContentStores {
  readonly approvals: ApprovalStore;
  readonly articles: ArticleStore;
  readonly questions: QuestionStore;
}
