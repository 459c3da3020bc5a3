import { Badge, Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Broadcast, BroadcastProgress } from '../../../../api/schema/outreach';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { useMay, useSignedIn } from '../../lib/session';
import { fullTime } from '../../lib/time';
import { ListCard } from '../../parts/Cards';
import { BeforeSending } from './BeforeSending';

/** How often the numbers of a running broadcast are asked for again. */
const LIVE_MS = 2000;

/** One broadcast: what it says, what may be done with it now, and how far it has come. */
export function BroadcastCard({ broadcast }: { broadcast: Broadcast }) {
  const { words, locale } = useI18n();
  const { outreach } = words;
  const { hospital, staff } = useSignedIn();
  const may = useMay();
  const tell = useTell();
  const queries = useQueryClient();
  const { id, status } = broadcast;
  const live = useQuery({
    queryKey: ['broadcasts', id],
    queryFn: () => api<{ broadcast: Broadcast; progress: BroadcastProgress }>('GET', `/broadcasts/${id}`),
    enabled: status !== 'draft',
    refetchInterval: status === 'running' ? LIVE_MS : false,
  });
  const act = useMutation({
    mutationFn: (what: 'approve' | 'pause' | 'resume' | 'cancel') =>
      api('POST', `/broadcasts/${id}/${what}`, what === 'approve' ? { body: { version: broadcast.version } } : {}),
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['broadcasts'] }),
  });
  const own = broadcast.writtenBy.id === staff.id;
  const actions = (
    status === 'draft'
      ? may('outreach.approve') && !own
        ? ['approve']
        : []
      : status === 'running'
        ? ['pause', 'cancel']
        : status === 'paused'
          ? ['resume', 'cancel']
          : []
  ) as ('approve' | 'pause' | 'resume' | 'cancel')[];
  return (
    <ListCard
      head={
        <>
          <Text fw={700}>
            <bdi>{broadcast.title}</bdi>
          </Text>
          <Badge variant="light" tt="none" color="gray" styles={{ label: { color: 'var(--mantine-color-text)' } }}>
            {outreach.status[status] ?? status}
          </Badge>
        </>
      }
      actions={
        may('outreach.act') || may('outreach.approve')
          ? actions.map((what) => (
              <Button
                key={what}
                size="compact-sm"
                variant={what === 'cancel' ? 'default' : 'filled'}
                loading={act.isPending && act.variables === what}
                onClick={() => act.mutate(what)}
              >
                {outreach[what]}
              </Button>
            ))
          : null
      }
    >
      <Text size="sm" c="dimmed">
        {outreach.purposes[broadcast.purpose] ?? broadcast.purpose} ·{' '}
        {broadcast.segment.channels.map((one) => outreach.channelNames[one] ?? one).join(', ')}
      </Text>
      <Text size="sm" c="dimmed">
        {outreach.writtenBy(broadcast.writtenBy.name, fullTime(broadcast.createdAt, locale, hospital.zone))}
        {broadcast.approvedBy === null || broadcast.approvedAt === null
          ? ''
          : ` · ${outreach.approvedBy(broadcast.approvedBy.name, fullTime(broadcast.approvedAt, locale, hospital.zone))}`}
      </Text>
      {Object.entries(broadcast.texts).map(([language, text]) => (
        <Text key={language} size="sm" mt={6} className="said" dir="auto" lang={language}>
          {text}
        </Text>
      ))}
      {status === 'draft' && own ? (
        <Text size="sm" c="dimmed" mt={6}>
          {outreach.saved}
        </Text>
      ) : null}
      {status === 'draft' && may('outreach.act') ? <BeforeSending broadcast={broadcast} /> : null}
      {(status === 'running' || status === 'paused') && may('outreach.act') ? <Throttle broadcast={broadcast} /> : null}
      {live.data ? <Numbers progress={live.data.progress} /> : null}
    </ListCard>
  );
}

/** How many leave in a minute, changed while they leave. */
function Throttle({ broadcast }: { broadcast: Broadcast }) {
  const { outreach } = useI18n().words;
  const tell = useTell();
  const queries = useQueryClient();
  const [perMinute, setPerMinute] = useState<number | string>(broadcast.perMinute);
  const change = useMutation({
    mutationFn: () => api('PUT', `/broadcasts/${broadcast.id}/throttle`, { body: { perMinute: Number(perMinute) } }),
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['broadcasts'] }),
  });
  return (
    <Group gap={6} mt={8} align="end">
      <NumberInput label={outreach.perMinute} min={1} max={10_000} value={perMinute} onChange={setPerMinute} />
      <Button
        variant="default"
        disabled={!(Number(perMinute) >= 1) || Number(perMinute) === broadcast.perMinute}
        loading={change.isPending}
        onClick={() => change.mutate()}
      >
        {outreach.throttle}
      </Button>
    </Group>
  );
}

function Numbers({ progress }: { progress: BroadcastProgress }) {
  const { outreach } = useI18n().words;
  return (
    <Stack gap={4} mt={8} role="status">
      <Group gap="2px 16px">
        {(['waiting', 'planned', 'said', 'delivered', 'failed'] as const).map((name) => (
          <Text key={name} size="sm">
            <b>{progress[name]}</b> {outreach.progress[name]}
          </Text>
        ))}
      </Group>
      {progress.notSent.length > 0 ? (
        <Text size="sm" c="dimmed">
          {outreach.notSent}: {progress.notSent.map(({ why, n }) => `${outreach.why[why] ?? why} ${n}`).join(' · ')}
        </Text>
      ) : null}
    </Stack>
  );
}
