import { Anchor, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { TimelineEntry } from '../../../../api/schema/care';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useSignedIn } from '../../lib/session';
import { fullTime } from '../../lib/time';
import { Loaded } from '../Page';

/** What happened with this person before, here and in their other conversations. */
export function Timeline({ id }: { id: string }) {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  const query = useQuery({
    queryKey: ['conversation', id, 'timeline'],
    queryFn: () => api<{ items: TimelineEntry[] }>('GET', `/conversations/${encodeURIComponent(id)}/timeline`),
  });
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Text size="sm" c="dimmed">
            {words.care.noTimeline}
          </Text>
        ) : (
          <Stack component="ol" gap={10} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
            {items.map((one) => (
              <li key={one.id} style={{ borderInlineStart: '3px solid var(--app-line)', paddingInlineStart: 10 }}>
                <Text size="xs" c="dimmed">
                  {fullTime(one.at, locale, hospital.zone)} · {words.care.kinds[one.kind]}
                </Text>
                <Text size="sm" className="said" dir="auto">
                  {one.title}
                </Text>
                <Text size="xs" c="dimmed" className="said">
                  {one.kind === 'flag' ? `${words.severity.label} ${one.text}` : one.text}
                </Text>
                {one.conversationId === id ? null : (
                  <Anchor component={Link} size="xs" to={`/queue/${encodeURIComponent(one.conversationId)}`}>
                    {words.care.other}
                  </Anchor>
                )}
              </li>
            ))}
          </Stack>
        )
      }
    </Loaded>
  );
}
