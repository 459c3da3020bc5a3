import { Button, Group, Stack } from '@mantine/core';
import { IconSpeakerphone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Broadcast } from '../../../../api/schema/outreach';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useMay } from '../../lib/session';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Page';
import { BroadcastCard } from './BroadcastCard';
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
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="card">
              <Empty icon={IconSpeakerphone} title={outreach.none} text={outreach.noneText} />
            </div>
          ) : (
            <Stack gap="sm">
              {items.map((one) => (
                <BroadcastCard key={one.id} broadcast={one} />
              ))}
            </Stack>
          )
        }
      </Loaded>
      {writing ? <WriteBroadcast onClose={() => setWriting(false)} /> : null}
    </Stack>
  );
}
