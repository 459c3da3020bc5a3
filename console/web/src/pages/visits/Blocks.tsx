import { Button, Group, Modal, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { BlockRequest } from '../../../../api/schema/visits';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { useMay, useSignedIn } from '../../lib/session';
import { fullTime } from '../../lib/time';
import { CardList, ListCard } from '../../parts/Cards';
import { instantOf, useCalendar } from './calendar';

type Block = BlockRequest & { readonly id: string };

/** Leaves and closed hours ahead; a new one re-offers the patients it touches. */
export function Blocks() {
  const { words, locale } = useI18n();
  const { visits } = words;
  const { hospital } = useSignedIn();
  const may = useMay();
  const calendar = useCalendar();
  const queries = useQueryClient();
  const tell = useTell();
  const [entering, setEntering] = useState(false);
  const query = useQuery({ queryKey: ['blocks'], queryFn: () => api<{ items: Block[] }>('GET', '/blocks') });
  const giveBack = useMutation({
    mutationFn: (id: string) => api('DELETE', `/blocks/${id}`),
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['blocks'] }),
  });
  return (
    <Stack>
      {may('visit.act') ? (
        <Group>
          <Button leftSection={<IconCalendarPlus size={16} />} onClick={() => setEntering(true)}>
            {visits.block}
          </Button>
        </Group>
      ) : null}
      <CardList
        query={query}
        none={{ icon: IconCalendarPlus, title: visits.noBlocks, text: visits.blockText }}
        keyOf={(block) => block.id}
        card={(block) => (
          <ListCard
            head={<Text fw={650}>{calendar.practitioner(block.practitioner)}</Text>}
            actions={
              may('visit.act') ? (
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={giveBack.isPending && giveBack.variables === block.id}
                  onClick={() => giveBack.mutate(block.id)}
                >
                  {visits.unblock}
                </Button>
              ) : null
            }
          >
            <Text size="sm">
              {visits.kinds[block.kind]} · {fullTime(block.from, locale, hospital.zone)} –{' '}
              {fullTime(block.to, locale, hospital.zone)}
            </Text>
          </ListCard>
        )}
      />
      {entering ? <Enter onClose={() => setEntering(false)} /> : null}
    </Stack>
  );
}

function Enter({ onClose }: { onClose: () => void }) {
  const words = useI18n().words;
  const { visits } = words;
  const { hospital } = useSignedIn();
  const calendar = useCalendar();
  const queries = useQueryClient();
  const tell = useTell();
  const [kind, setKind] = useState<'leave' | 'block'>('leave');
  const [practitioner, setPractitioner] = useState<string | null>(null);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const whole = practitioner !== null && from !== '' && to !== '' && from < to;
  const enter = useMutation({
    mutationFn: () =>
      api<{ cancelled: number }>('POST', '/blocks', {
        body: { kind, practitioner, from: instantOf(from, hospital.zone), to: instantOf(to, hospital.zone) },
      }),
    onSuccess: ({ cancelled }) => {
      tell.done(visits.blocked(cancelled));
      onClose();
    },
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['blocks'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (whole) enter.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={visits.block}
      centered
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{visits.blockText}</Text>
          <SegmentedControl
            aria-label={visits.kind}
            value={kind}
            onChange={(next) => setKind(next as 'leave')}
            data={(['leave', 'block'] as const).map((value) => ({ value, label: visits.kinds[value] }))}
          />
          <Select
            label={visits.doctor}
            value={practitioner}
            onChange={setPractitioner}
            data={(calendar.query.data?.practitioners ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            searchable
            data-autofocus
          />
          <TextInput
            type="datetime-local"
            label={visits.from}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="datetime-local"
            label={visits.to}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!whole} loading={enter.isPending}>
            {visits.block}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
