import { Alert, Button, Group, SegmentedControl, Text, Textarea } from '@mantine/core';
import { IconLock, IconNote, IconSend } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { ConversationView } from '../../../../api/schema/conversation';
import { useWords } from '../../i18n';
import { useDraft } from '../../lib/draft';
import { mentioned } from '../../lib/mentions';
import { problemText } from '../../lib/problem';
import { smsSegments } from '../../lib/segments';
import { useMay, useSignedIn } from '../../lib/session';
import { span, useNow } from '../../lib/time';
import { CannedMenu } from './CannedMenu';
import { AttachButton, FileTray } from './FileTray';
import { MentionBar, useColleagues } from './MentionBar';
import { ModelHelp } from './ModelHelp';
import { Templates } from './Templates';
import { useAct } from './useConversation';
import { useDrop } from './useDrop';
import { useFiles } from './useFiles';

type Mode = 'reply' | 'note';

/** Where a reply or a note is written. The draft outlives a reload and an expired session. */
export function Writer({ view, setWriting }: { view: ConversationView; setWriting: (writing: boolean) => void }) {
  const words = useWords();
  const may = useMay();
  const { staff } = useSignedIn();
  const now = useNow();
  const mine = view.owner?.id === staff.id;
  const [chosen, setMode] = useState<Mode>('reply');
  const mode: Mode = mine ? chosen : 'note';
  const [draft, setDraft] = useDraft(`${staff.id}.${view.id}.${mode}`);
  // One id for the same words and files: pressing again after a failure never sends twice, and a changed reply is another.
  const attempt = useRef({ what: '', id: '' });
  const attached = useFiles(view);
  const reply = useAct<{ text: string; clientId: string; original?: string; files: readonly string[] }>(
    view.id,
    'POST',
    '/replies',
    {
      quiet: true,
    },
  );
  const note = useAct<{ text: string; mentions: string[] }>(view.id, 'POST', '/notes', { quiet: true });
  // What the person wrote, while the box holds a machine's translation of it.
  const [original, setOriginal] = useState<string | null>(null);
  const colleagues = useColleagues();
  const sending = reply.isPending || note.isPending;
  const error = mode === 'reply' ? reply.error : note.error;
  const windowClosed = view.windowClosesAt !== null && view.windowClosesAt <= now;
  const blocked = mode === 'reply' && (view.optedOut || windowClosed);
  const text = draft.trim();
  const attaching = mode === 'reply' && mine && !blocked;
  const over = useDrop(attaching, attached.add);
  const sendable =
    mode === 'note' ? text !== '' : !blocked && !attached.unsettled && (text !== '' || attached.ids.length > 0);

  if (!may('conversation.act')) return null;

  const submit = () => {
    if (!sendable || sending) return;
    const done = () => {
      setDraft('');
      setOriginal(null);
      setWriting(false);
      attempt.current = { what: '', id: '' };
      attached.clear();
    };
    const what = JSON.stringify([text, attached.ids]);
    if (attempt.current.what !== what) attempt.current = { what, id: crypto.randomUUID() };
    const clientId = attempt.current.id;
    if (mode === 'reply')
      reply.mutate(
        { text, clientId, files: attached.ids, ...(original === null ? {} : { original }) },
        { onSuccess: done },
      );
    else note.mutate({ text, mentions: mentioned(text, colleagues) }, { onSuccess: done });
  };

  return (
    <div className="conversation-write" data-over={over}>
      {mine ? null : (
        <Group gap={6} mb={6} c="dimmed" className="hide-short" wrap="nowrap">
          <IconLock size={14} aria-hidden />
          <Text size="xs">
            {view.owner ? words.conversation.ownedBy(view.owner.name) : words.conversation.claimHint}
          </Text>
        </Group>
      )}
      {error ? (
        <Alert color="red" role="alert" p="xs" mb={6} styles={{ message: { color: 'var(--mantine-color-text)' } }}>
          {words.conversation.notSent} {problemText(error, words)}
        </Alert>
      ) : null}
      <Group justify="space-between" mb={6} gap={6}>
        <SegmentedControl
          size="xs"
          value={mode}
          onChange={(next) => setMode(next as Mode)}
          disabled={!mine}
          data={[
            { value: 'reply', label: words.conversation.reply },
            { value: 'note', label: words.conversation.note },
          ]}
        />
        {mode === 'reply' ? <ChannelRules view={view} text={draft} now={now} /> : null}
      </Group>
      {mode === 'reply' && mine && !blocked ? (
        <ModelHelp
          view={view}
          text={text}
          original={original}
          use={(suggested) => setDraft(draft ? `${draft}\n${suggested}` : suggested)}
          translated={(next, from) => {
            setDraft(next);
            setOriginal(from);
          }}
        />
      ) : null}
      {mode === 'note' ? <MentionBar note={draft} set={setDraft} /> : null}
      {attaching ? <FileTray files={attached.files} remove={attached.remove} retry={attached.retry} /> : null}
      {mode === 'reply' && mine && windowClosed && !view.optedOut ? <Templates key={view.id} view={view} /> : null}
      {mode === 'reply' && blocked ? null : (
        <Group gap={8} align="flex-end" wrap="nowrap">
          {mode === 'reply' ? (
            <>
              {attaching ? <AttachButton view={view} add={attached.add} /> : null}
              <CannedMenu locale={view.locale} insert={(added) => setDraft(draft ? `${draft}\n${added}` : added)} />
            </>
          ) : null}
          <Textarea
            style={{ flex: 1 }}
            autosize
            minRows={1}
            maxRows={7}
            maxLength={4000}
            dir="auto"
            aria-label={mode === 'reply' ? words.conversation.replyLabel : words.conversation.noteLabel}
            placeholder={mode === 'reply' ? words.conversation.replyLabel : words.conversation.noteLabel}
            value={draft}
            styles={mode === 'note' ? { input: { background: 'var(--note)' } } : {}}
            onChange={(event) => {
              setDraft(event.currentTarget.value);
              if (event.currentTarget.value === '') setOriginal(null);
              setWriting(mode === 'reply' && event.currentTarget.value !== '');
            }}
            onPaste={(event) => {
              if (!attaching || event.clipboardData.files.length === 0) return;
              event.preventDefault();
              attached.add([...event.clipboardData.files]);
            }}
            onBlur={() => setWriting(false)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                submit();
              }
            }}
          />
          <Button
            onClick={submit}
            loading={sending}
            disabled={!sendable}
            leftSection={mode === 'reply' ? <IconSend size={16} /> : <IconNote size={16} />}
            title={words.conversation.sendKeys}
          >
            {mode === 'reply' ? words.conversation.send : words.conversation.saveNote}
          </Button>
        </Group>
      )}
    </div>
  );
}

/** What the channel does with the text, shown while it is typed. */
function ChannelRules({ view, text, now }: { view: ConversationView; text: string; now: number }) {
  const words = useWords();
  const parts: { text: string; warn?: boolean }[] = [];
  if (view.optedOut) parts.push({ text: words.conversation.optedOut, warn: true });
  if (view.windowClosesAt !== null) {
    const left = view.windowClosesAt - now;
    parts.push(
      left <= 0
        ? { text: words.conversation.windowClosed, warn: true }
        : { text: words.conversation.windowOpen(span(left, words)) },
    );
  }
  parts.push({ text: words.conversation.replyOn(words.channel[view.channel] ?? view.channel) });
  if (view.files === null) parts.push({ text: words.files.none(words.channel[view.channel] ?? view.channel) });
  if (view.locale) parts.push({ text: words.conversation.inLanguage(words.languageName[view.locale] ?? view.locale) });
  if (text && view.channel === 'sms') parts.push({ text: words.conversation.segments(smsSegments(text)) });
  if (text.length > view.textLimit)
    parts.push({ text: words.conversation.parts(Math.ceil(text.length / view.textLimit)) });
  return (
    <Text size="xs" c="dimmed" role="status" aria-live="off">
      {parts.map((part, index) => (
        <Text span key={part.text} fw={part.warn ? 700 : 400} c={part.warn ? 'var(--late)' : undefined}>
          {index > 0 ? ' · ' : ''}
          {part.text}
        </Text>
      ))}
    </Text>
  );
}
