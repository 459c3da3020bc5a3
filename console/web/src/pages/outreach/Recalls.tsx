import { Anchor, Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { IconPhoneCall } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { Recall } from '../../../../api/schema/outreach';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { checkName } from '../../lib/readable';
import { useMay, useSignedIn } from '../../lib/session';
import { fullTime } from '../../lib/time';
import { CardList, ListCard } from '../../parts/Cards';

/** People to call back, each until somebody says what came of it. */
export function Recalls() {
  const { words, locale } = useI18n();
  const { outreach } = words;
  const { hospital } = useSignedIn();
  const may = useMay();
  const tell = useTell();
  const queries = useQueryClient();
  const [days, setDays] = useState<number | string>(365);
  const query = useQuery({ queryKey: ['recalls'], queryFn: () => api<{ items: Recall[] }>('GET', '/recalls') });
  const settled = () => queries.invalidateQueries({ queryKey: ['recalls'] });
  const find = useMutation({
    mutationFn: () => api<{ found: number }>('POST', '/recalls/lapsed', { body: { days } }),
    onSuccess: ({ found }) => tell.done(outreach.found(found)),
    onError: tell.problem,
    onSettled: settled,
  });
  const close = useMutation({
    mutationFn: ({ id, outcome }: { id: string; outcome: string }) =>
      api('POST', `/recalls/${id}/outcome`, { body: { outcome } }),
    onError: tell.problem,
    onSettled: settled,
  });
  return (
    <Stack>
      {may('outreach.act') ? (
        <Group align="end" gap="xs">
          <NumberInput
            label={`${outreach.findLapsed} (${outreach.days})`}
            min={30}
            max={3650}
            value={days}
            onChange={setDays}
          />
          <Button disabled={typeof days !== 'number'} loading={find.isPending} onClick={() => find.mutate()}>
            {outreach.find}
          </Button>
        </Group>
      ) : null}
      <CardList
        query={query}
        none={{ icon: IconPhoneCall, title: outreach.noRecalls, text: outreach.noRecallsText }}
        keyOf={(one) => one.id}
        card={(one) => (
          <ListCard
            head={
              <Text fw={650}>
                <bdi>{one.patient ?? words.visits.unnamed}</bdi>
              </Text>
            }
            actions={
              <>
                <Anchor component={Link} to={`/queue/${encodeURIComponent(one.conversationId)}`} size="sm">
                  {words.visits.conversation}
                </Anchor>
                {may('outreach.act') ? (
                  <Select
                    aria-label={outreach.outcome}
                    placeholder={outreach.outcome}
                    size="xs"
                    value={null}
                    data={Object.entries(outreach.outcomes).map(([value, label]) => ({ value, label }))}
                    onChange={(outcome) => (outcome ? close.mutate({ id: one.id, outcome }) : undefined)}
                  />
                ) : null}
              </>
            }
          >
            <Text size="sm" c="dimmed">
              {outreach.recallKinds[one.kind]}
              {one.subject === '' ? '' : `: ${checkName(words.programmeWords.checks, one.subject)}`} ·{' '}
              {outreach.since(fullTime(one.since, locale, hospital.zone))}
            </Text>
          </ListCard>
        )}
      />
    </Stack>
  );
}
