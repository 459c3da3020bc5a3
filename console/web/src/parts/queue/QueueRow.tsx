import { Group, Text, VisuallyHidden } from '@mantine/core';
import { IconClock, IconEye, IconMessage, IconUser } from '@tabler/icons-react';
import { Link } from 'react-router-dom';
import type { QueueItem } from '../../../../api/schema/queue';
import { useWords } from '../../i18n';
import { useSignedIn } from '../../lib/session';
import { span } from '../../lib/time';
import { Severity } from '../Severity';

/** One waiting conversation: why, since when, how much time is left, where, in which language, who has it. */
export function QueueRow({ item, index, open, now }: { item: QueueItem; index: number; open: boolean; now: number }) {
  const words = useWords();
  const { staff } = useSignedIn();
  const others = item.viewers.filter((viewer) => viewer.id !== staff.id);
  const owner =
    item.owner === null
      ? words.queue.nobody
      : words.queue.owner(item.owner.id === staff.id ? words.common.you : item.owner.name);
  return (
    <Link
      to={`/queue/${encodeURIComponent(item.conversationId)}`}
      className="queue-row"
      aria-current={open}
      data-index={index}
      style={{ borderInlineStartColor: `var(--severity-${item.severity})` }}
    >
      <Group justify="space-between" gap={6} wrap="nowrap">
        <Severity level={item.severity} />
        <ClockLeft item={item} now={now} />
      </Group>
      <Text fw={650} size="sm" mt={5} className="clamp-1" dir="auto">
        {words.reasons[item.reason] ?? item.reasonText}
        {item.openFlags > 1 ? (
          <Text span size="xs" c="dimmed" fw={400}>
            {' '}
            {words.queue.moreFlags(item.openFlags - 1)}
          </Text>
        ) : null}
      </Text>
      <Text size="sm" className="clamp-2 said" dir="auto" lh={1.35}>
        {item.summary}
      </Text>
      <Group gap={10} mt={4} wrap="nowrap" c="dimmed">
        <Bit
          icon={IconMessage}
          text={`${words.channel[item.channel] ?? item.channel}${item.locale ? ` · ${item.locale.toUpperCase()}` : ''}`}
        />
        <Bit
          icon={IconClock}
          text={span(now - item.raisedAt, words)}
          spoken={words.queue.waiting(span(now - item.raisedAt, words))}
        />
        <Bit icon={IconUser} text={owner} strong={item.owner?.id === staff.id} />
        {others.length > 0 ? (
          <span
            title={words.queue.viewing(others.map((one) => one.name).join(', '))}
            style={{ display: 'inline-flex' }}
          >
            <IconEye size={15} role="img" aria-label={words.queue.viewing(others.map((one) => one.name).join(', '))} />
          </span>
        ) : null}
      </Group>
    </Link>
  );
}

function Bit({
  icon: Icon,
  text,
  spoken,
  strong,
}: {
  icon: typeof IconClock;
  text: string;
  spoken?: string;
  strong?: boolean;
}) {
  return (
    <Group gap={4} wrap="nowrap" style={{ minWidth: 0 }}>
      <Icon size={13} aria-hidden style={{ flexShrink: 0 }} />
      <Text size="xs" truncate fw={strong ? 650 : 400} c={strong ? 'var(--mantine-color-text)' : undefined}>
        <span title={spoken} aria-hidden={spoken !== undefined}>
          {text}
        </span>
        {spoken ? <VisuallyHidden>{spoken}</VisuallyHidden> : null}
      </Text>
    </Group>
  );
}

/** What is left of the clock, in words and weight; late is also said, not only coloured. */
export function ClockLeft({
  item,
  now,
}: {
  item: Pick<QueueItem, 'dueAt' | 'answered' | 'escalation' | 'snoozedUntil'>;
  now: number;
}) {
  const words = useWords();
  if (item.answered || item.dueAt === null) {
    return (
      <Text size="xs" c="dimmed">
        {words.queue.answered}
      </Text>
    );
  }
  const left = item.dueAt - now;
  const colour = left < 0 ? 'var(--late)' : left < 10 * 60_000 ? 'var(--soon)' : undefined;
  return (
    <Text size="xs" fw={left < 10 * 60_000 ? 700 : 500} c={colour} style={{ whiteSpace: 'nowrap' }}>
      {left < 0 ? words.queue.late(span(left, words)) : words.queue.dueIn(span(left, words))}
      {item.escalation > 0 ? ` · ${words.queue.escalated}` : ''}
    </Text>
  );
}
