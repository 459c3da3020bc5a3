import type { Activity, Attachment, FileRef } from '../../contracts';
import type { StaffAction } from '../../store/staff-event';
import { begin, type Conversing, follow, type Progress, resume, services } from '../converse';
import { topFrame } from '../state';
import type { Taken } from './taken';

/** A reply, a hand-back or a closing by a member of staff. */
export async function takeStaff(conversing: Conversing, start: Progress, action: StaffAction): Promise<Taken> {
  if (action.action === 'reply') {
    const files = action.files ?? [];
    const said: Activity = {
      type: 'message',
      text: action.text,
      textFormat: 'plain',
      ...(files.length === 0
        ? {}
        : { attachments: files.map((file) => attachmentOf(file, conversing.conversation.id)) }),
      from: { id: 'care-team', name: action.staffName, role: 'bot' },
      channelData: {
        sathi: {
          author: { staff: action.staffId, name: action.staffName },
          purpose: 'conversation',
          ...(action.template === undefined ? {} : { template: action.template }),
        },
      },
    };
    return {
      progress: {
        ...start,
        decisions: [
          {
            type: 'audit',
            action: 'staff.replied',
            detail: {
              staff: action.staffId,
              ...(action.template === undefined ? {} : { template: action.template.id }),
              ...(files.length === 0 ? {} : { files: files.map((file) => file.id) }),
            },
          },
        ],
      },
      staffSaid: [said],
    };
  }
  if (action.action === 'close')
    return {
      progress: await follow(conversing, start, [
        { type: 'audit', action: 'staff.closed', detail: { staff: action.staffId, outcome: action.outcome } },
      ]),
    };
  const note = action.note === undefined || action.note.trim() === '' ? undefined : action.note.trim();
  const handed = await follow(conversing, start, [
    { type: 'audit', action: 'staff.handed-back', detail: { staff: action.staffId } },
    note === undefined
      ? { type: 'say', wording: 'wording/handover.returned' }
      : { type: 'say', wording: 'wording/handover.returned-with-note', values: { note } },
    ...(conversing.engine.afterConversation?.(services(conversing, start.state)) ?? []),
  ]);
  const resumed =
    topFrame(handed.state) === undefined
      ? await begin(conversing, handed, 'menu', {})
      : await resume(conversing, handed);
  return { progress: resumed, release: true };
}

type SentFile = NonNullable<Extract<StaffAction, { action: 'reply' }>['files']>[number];

/** The bytes stay in the store: the activity says which they are. */
function attachmentOf({ id, name, contentType, size }: SentFile, conversation: string): Attachment {
  const content: FileRef = { file: id, conversation, size };
  return { name, contentType, content };
}
