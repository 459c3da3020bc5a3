import { ActionIcon, Indicator, Menu, Text } from '@mantine/core';
import { IconAt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { MentionList } from '../../../../api/schema/care';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useMay, useSignedIn } from '../../lib/session';
import { fullTime } from '../../lib/time';

/** Where colleagues named one in a note, until one has looked. */
export function Mentions() {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  const reads = useMay()('conversation.read');
  const query = useQuery({
    queryKey: ['mentions'],
    queryFn: () => api<MentionList>('GET', '/mentions'),
    enabled: reads,
  });
  if (!reads) return null;
  const items = query.data?.items ?? [];
  return (
    <Menu position="bottom-end" width={280} withinPortal>
      <Indicator label={items.length} size={16} disabled={items.length === 0} offset={5} color="var(--severity-1)">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            c="var(--mantine-color-text)"
            aria-label={words.mentions.title(items.length)}
          >
            <IconAt size={19} />
          </ActionIcon>
        </Menu.Target>
      </Indicator>
      <Menu.Dropdown>
        {items.length === 0 ? (
          <Menu.Label c="var(--mantine-color-text)">{words.mentions.none}</Menu.Label>
        ) : (
          items.map((one) => (
            <Menu.Item
              key={`${one.conversationId}${one.at}`}
              component={Link}
              to={`/queue/${encodeURIComponent(one.conversationId)}`}
            >
              <Text size="sm">{words.mentions.by(one.by.name)}</Text>
              <Text size="xs" c="dimmed">
                {fullTime(one.at, locale, hospital.zone)}
              </Text>
            </Menu.Item>
          ))
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
