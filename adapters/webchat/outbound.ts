import { type Activity, type Attachment, type CardAction, type Files, fileRefOf } from '../../bot/contracts';

/** Web Chat has a renderer for these; anything else shows as an empty row, and is not the patient's business. */
const SHOWN_TYPES = new Set(['message', 'typing', 'event']);

/** Whether an activity of the transcript belongs on a patient's screen; the engine's own events never do. */
export function isShown(activity: Activity): boolean {
  if (!SHOWN_TYPES.has(activity.type)) return false;
  return activity.type !== 'event' || !(activity.name ?? '').startsWith('sathi/');
}

/**
 * One activity as the client gets it. `replyToId` stays only when the parent was shown on this very stream: Web Chat
 * holds an answer whose parent it does not know for five seconds.
 */
export function toClient(
  activity: Activity,
  conversationId: string,
  shown: ReadonlySet<string>,
  link?: Files['link'],
): Activity {
  const fromUser = activity.from?.role === 'user';
  const {
    replyToId,
    recipient: _to,
    serviceUrl: _url,
    membersAdded: _members,
    channelData,
    attachments,
    ...rest
  } = activity;
  const actions = suggested(activity);
  return {
    ...rest,
    channelId: 'webchat',
    conversation: { id: conversationId },
    from: fromUser ? activity.from : author(activity),
    channelData: clientData(channelData),
    ...(replyToId !== undefined && shown.has(replyToId) ? { replyToId } : {}),
    ...(attachments === undefined
      ? {}
      : { attachments: attachments.flatMap((one) => shownFile(one, conversationId, link)) }),
    ...(actions === undefined ? {} : { suggestedActions: { actions } }),
  };
}

/** How long a file of the chat can be opened; a page that comes back later gets a new address with the transcript. */
const LINK_SECONDS = 24 * 60 * 60;

/** A stored file by an address of its own, for this conversation alone; whatever else is attached goes as it is. */
function shownFile(attachment: Attachment, conversation: string, link: Files['link'] | undefined): Attachment[] {
  const ref = fileRefOf(attachment);
  if (ref === undefined) return [attachment];
  if (link === undefined) return [];
  const { name, contentType } = attachment;
  const contentUrl = link({ file: ref.file, conversation }, LINK_SECONDS);
  return [{ contentType, contentUrl, ...(name === undefined ? {} : { name }) }];
}

/** A person of the care team is shown by name; their id stays with us. */
function author(activity: Activity): Activity['from'] {
  const written = activity.channelData?.sathi?.author;
  if (typeof written === 'object') return { id: 'care-team', name: written.name, role: 'bot' };
  return { id: 'sathi', name: activity.from?.name, role: 'bot' };
}

/** What the client needs of our own data: its message id, and whether a text is a safety text or from a person. */
function clientData(data: Activity['channelData']): Activity['channelData'] {
  const { sathi, ...rest } = data ?? {};
  if (sathi === undefined) return rest;
  const human = typeof sathi.author === 'object';
  return {
    ...rest,
    sathi: { ...(sathi.safety === true ? { safety: true } : {}), ...(human ? { careTeam: true } : {}) },
  };
}

/** Choices become buttons that send their own label, which any channel could also have had typed. */
function suggested(activity: Activity): CardAction[] | undefined {
  // The page counts the answers itself: a number written into the title would stand there twice.
  if (activity.suggestedActions !== undefined)
    return activity.suggestedActions.actions.map((action) =>
      action.type === 'messageBack' && action.text !== undefined ? { ...action, title: action.text } : action,
    );
  const choices = activity.channelData?.sathi?.choices;
  if (choices === undefined || choices.length === 0) return undefined;
  return choices.map(({ label }) => ({ type: 'imBack', title: label, value: label }));
}
