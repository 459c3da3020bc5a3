import { Alert, Button, Center, Group, Loader, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowDown,
  IconCheck,
  IconChecks,
  IconClock,
  IconShieldCheck,
} from '@tabler/icons-react';
import { Fragment, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ConversationView, Happening, TranscriptItem } from '../../../../api/schema/conversation';
import { useI18n } from '../../i18n';
import { problemText } from '../../lib/problem';
import { useSignedIn } from '../../lib/session';
import { clockTime, dayKey, dayName, fullTime, useNow } from '../../lib/time';
import { SaidFile } from './SaidFile';
import { useHappenings, useTranscript } from './useConversation';

type Line = { key: string; at: number } & ({ message: TranscriptItem } | { happening: Happening });

/** Messages and what staff did, in the order of time, newest at the bottom and kept in sight. */
export function Transcript({ view }: { view: ConversationView }) {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  const now = useNow(60_000);
  const query = useTranscript(view.id);
  const happened = useHappenings(view.id);
  const scroll = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [unseen, setUnseen] = useState(false);
  const oldHeight = useRef<number | undefined>(undefined);

  const lines = useMemo<Line[]>(() => {
    const messages = (query.data?.pages ?? [])
      .flatMap((page) => page.items)
      .map((message) => ({ key: `m${message.seq}`, at: message.at, message }));
    const oldest = query.hasNextPage ? Math.min(...messages.map((line) => line.at)) : 0;
    const events = (happened.data?.items ?? [])
      .filter((happening) => happening.at >= oldest)
      .map((happening) => ({ key: happening.id, at: happening.at, happening }));
    return [...messages, ...events].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
  }, [query.data, happened.data, query.hasNextPage]);
  const last = lines[lines.length - 1]?.key;
  const messages = `/conversations/${encodeURIComponent(view.id)}/messages`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when lines were added, not when they are read.
  useLayoutEffect(() => {
    const box = scroll.current;
    if (!box) return;
    if (oldHeight.current !== undefined) {
      // Earlier messages came in above: what was being read stays where it was.
      box.scrollTop += box.scrollHeight - oldHeight.current;
      oldHeight.current = undefined;
    } else if (atEnd.current) box.scrollTop = box.scrollHeight;
  }, [lines.length, last]);

  useEffect(() => {
    if (last && !atEnd.current) setUnseen(true);
  }, [last]);

  const toEnd = () => {
    const box = scroll.current;
    if (box) box.scrollTop = box.scrollHeight;
    setUnseen(false);
  };

  return (
    <div className="conversation-talk">
      <div
        className="conversation-scroll"
        ref={scroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1).
        tabIndex={0}
        role="log"
        aria-label={words.conversation.transcript}
        onScroll={(event) => {
          const box = event.currentTarget;
          atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
          if (atEnd.current) setUnseen(false);
        }}
      >
        {query.isPending ? (
          <Center p="xl" role="status" aria-label={words.common.loading}>
            <Loader size="sm" />
          </Center>
        ) : null}
        {query.isError ? (
          <Alert color="red" role="alert">
            {problemText(query.error, words)}{' '}
            <Button size="compact-xs" variant="default" onClick={() => void query.refetch()}>
              {words.common.retry}
            </Button>
          </Alert>
        ) : null}
        {query.hasNextPage ? (
          <Center>
            <Button
              size="compact-sm"
              variant="default"
              loading={query.isFetchingNextPage}
              onClick={() => {
                oldHeight.current = scroll.current?.scrollHeight;
                void query.fetchNextPage();
              }}
            >
              {words.conversation.earlier}
            </Button>
          </Center>
        ) : query.isSuccess ? (
          <Text size="xs" c="dimmed" ta="center">
            {words.conversation.start} · {fullTime(view.openedAt, locale, hospital.zone)}
          </Text>
        ) : null}
        {lines.map((line, index) => {
          const before = lines[index - 1];
          const newDay = !before || dayKey(before.at, hospital.zone) !== dayKey(line.at, hospital.zone);
          return (
            <Fragment key={line.key}>
              {newDay ? (
                <Text size="xs" c="dimmed" fw={600} className="day">
                  {dayName(line.at, now, locale, hospital.zone, words)}
                </Text>
              ) : null}
              {'message' in line ? (
                <Said item={line.message} messages={messages} />
              ) : (
                <Happened happening={line.happening} />
              )}
            </Fragment>
          );
        })}
      </div>
      {unseen ? (
        <Button
          size="compact-sm"
          radius="xl"
          leftSection={<IconArrowDown size={14} />}
          onClick={toEnd}
          style={{ position: 'absolute', bottom: 10, left: '50%', transform: 'translateX(-50%)' }}
        >
          {words.conversation.newMessages}
        </Button>
      ) : null}
    </div>
  );
}

function Said({ item, messages }: { item: TranscriptItem; messages: string }) {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  const author = item.author ?? words.conversation.from[item.from];
  return (
    <div className="said-row" data-from={item.from}>
      <div className="bubble" data-from={item.from} data-safety={item.safety}>
        {item.safety ? (
          <Group gap={4} mb={2}>
            <IconShieldCheck size={14} aria-hidden />
            <Text size="xs" fw={650}>
              {words.conversation.safety}
            </Text>
          </Group>
        ) : null}
        {item.text ? (
          <Text className="said" dir="auto" size="sm" lh={1.5}>
            {item.text}
          </Text>
        ) : null}
        {item.attachments.map((file, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes its files.
          <SaidFile key={index} file={file} path={`${messages}/${item.seq}/files/${index}`} />
        ))}
        {item.choices.length > 0 ? (
          <Group gap={5} mt={6} aria-label={words.conversation.options} role="group">
            {item.choices.map((choice, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes its choices.
              <span className="offer" dir="auto" key={index}>
                {choice}
              </span>
            ))}
          </Group>
        ) : null}
      </div>
      <Group gap={6} mt={2} px={4}>
        <Text size="xs" c="dimmed">
          {author} · {clockTime(item.at, locale, hospital.zone)}
        </Text>
        {item.delivery ? <Delivered delivery={item.delivery} /> : null}
      </Group>
    </div>
  );
}

const STATE_ICONS = {
  accepted: IconClock,
  queued: IconClock,
  sending: IconClock,
  held: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertTriangle,
} as const;

function Delivered({ delivery }: { delivery: NonNullable<TranscriptItem['delivery']> }) {
  const { words } = useI18n();
  const Icon = STATE_ICONS[delivery.status];
  const failed = delivery.status === 'failed';
  return (
    <Group gap={3} c={failed ? 'var(--late)' : 'dimmed'}>
      <Icon size={14} aria-hidden />
      <Text size="xs" fw={failed ? 700 : 400}>
        {words.conversation.delivery[delivery.status]}
        {failed && delivery.code ? ` (${delivery.code})` : ''}
      </Text>
    </Group>
  );
}

function Happened({ happening }: { happening: Happening }) {
  const { words, locale } = useI18n();
  const { hospital, staff } = useSignedIn();
  const by =
    happening.by === null
      ? words.conversation.system
      : happening.by.id === staff.id
        ? `${happening.by.name} (${words.common.you})`
        : happening.by.name;
  const to =
    happening.kind === 'closed'
      ? (words.conversation.outcomes[happening.to ?? ''] ?? happening.to ?? '')
      : (happening.to ?? '');
  const title = words.conversation.happening[happening.kind](by, to);
  const time = clockTime(happening.at, locale, hospital.zone);
  if (happening.kind === 'note') {
    return (
      <div className="note" style={{ margin: '10px 8%' }}>
        <Text size="xs" fw={650}>
          {title} · {time}
        </Text>
        <Text size="sm" className="said" dir="auto">
          {happening.text}
        </Text>
      </div>
    );
  }
  return (
    <Text size="xs" c="dimmed" ta="center" my={8} className="said">
      {title} · {time}
      {happening.text ? ` · ${happening.text}` : ''}
    </Text>
  );
}
