import { Button, Group, Stack } from '@mantine/core';
import { IconSpeakerphone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Broadcast } from '../../../../api/schema/outreach';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useMay } from '../../lib/session';
import { CardList } from '../../parts/Cards';
import { BroadcastCard } from './BroadcastCard';
import { NotSent } from './NotSent';
import { WriteBroadcast } from './WriteBroadcast';

export function Broadcasts() {
  const { words } = useI18n();
  const { outreach } = words;
  const may = useMay();
  const [writing, setWriting] = useState(false);
  const query = useQuery({
    queryKey: ['broadcasts'],
    queryFn: () => api<{ items: Broadcast[] }>('GET', '/broadcasts'),
  });
  return (
    <Stack>
      {may('outreach.act') ? (
        <Group>
          <Button leftSection={<IconSpeakerphone size={16} />} onClick={() => setWriting(true)}>
            {outreach.write}
          </Button>
        </Group>
      ) : null}
      <CardList
        query={query}
        none={{ icon: IconSpeakerphone, title: outreach.none, text: outreach.noneText }}
        keyOf={(one) => one.id}
        card={(one) => <BroadcastCard broadcast={one} />}
      />
      <NotSent />
      {writing ? <WriteBroadcast onClose={() => setWriting(false)} /> : null}
    </Stack>
  );
}
