import { Alert, Anchor, Button, Group, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { Incident, OperationsReply } from '../../../api/schema/office';
import { useI18n } from '../i18n';
import { api } from '../lib/api';
import { useTell } from '../lib/problem';
import { worded } from '../lib/readable';
import { useMay, useSignedIn } from '../lib/session';
import { fullTime } from '../lib/time';
import { Heads } from '../parts/Figures';
import { Card, Loaded, Page, WideTable } from '../parts/Page';
import { SettingsCard } from './operations/SettingsCard';

/** Whether everything runs, and what to do about what does not. */
export default function OperationsPage() {
  const { words } = useI18n();
  const may = useMay();
  const query = useQuery({
    queryKey: ['operations'],
    queryFn: () => api<OperationsReply>('GET', '/operations'),
    refetchInterval: 15_000,
  });
  return (
    <Page title={words.operations.title}>
      <Loaded query={query}>
        {(view) => (
          <Stack>
            <Incidents incidents={view.incidents} />
            <SimpleGrid cols={{ base: 2, sm: 4 }}>
              <Count label={words.operations.inbox} count={view.inboxWaiting} />
              <Count label={words.operations.outbox} count={view.outboxWaiting} />
              <Count label={words.operations.timers} count={view.timers} />
              <Count label={words.operations.dead} count={view.deadLetters} />
            </SimpleGrid>
            {may('operations.act') ? <SettingsCard /> : null}
            <Card title={words.operations.channels}>
              <Channels view={view} />
            </Card>
            <Card title={words.operations.dead}>
              <DeadLetters letters={view.letters} />
            </Card>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

/** Known and planned for, not broken. */
const MILD = new Set(['content_unverified', 'content_past_review', 'key_in_data_folder', 'on_call_missing']);

function Incidents({ incidents }: { incidents: readonly Incident[] }) {
  const { words } = useI18n();
  const plain = { message: { color: 'var(--mantine-color-text)' } };
  if (incidents.length === 0) {
    return (
      <Alert color="sathi" icon={<IconCircleCheck size={18} />} styles={plain}>
        {words.operations.noIncidents}
      </Alert>
    );
  }
  return (
    <Stack gap="xs" role="list" aria-label={words.operations.incidents}>
      {incidents.map((one) => (
        <Alert
          key={one.kind + one.subject}
          role="listitem"
          p="xs"
          color={MILD.has(one.kind) ? 'yellow' : 'red'}
          icon={<IconAlertTriangle size={18} />}
          styles={plain}
        >
          {words.operations.incident[one.kind](
            words.channel[one.subject] ?? words.content.kinds[one.subject] ?? one.subject,
            one.count,
          )}
        </Alert>
      ))}
    </Stack>
  );
}

function Count({ label, count }: { label: string; count: number }) {
  return (
    <div className="card" style={{ padding: '12px 16px' }}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={26} fw={700} lh={1.25}>
        {count}
      </Text>
    </div>
  );
}

function Channels({ view }: { view: OperationsReply }) {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  return (
    <WideTable minWidth={460}>
      <Table verticalSpacing={6}>
        <Heads
          counted={3}
          names={[
            words.operations.channel,
            words.operations.lastHeard,
            words.operations.sent,
            words.operations.delivered,
            words.operations.failed,
          ]}
        />
        <Table.Tbody>
          {view.channels.map((one) => (
            <Table.Tr key={one.channel}>
              <Table.Td>{words.channel[one.channel] ?? one.channel}</Table.Td>
              <Table.Td>
                {one.lastInboundAt ? fullTime(one.lastInboundAt, locale, hospital.zone) : words.operations.never}
              </Table.Td>
              <Table.Td ta="right">{one.sent}</Table.Td>
              <Table.Td ta="right">{one.delivered}</Table.Td>
              <Table.Td ta="right">{one.failed}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function DeadLetters({ letters }: { letters: OperationsReply['letters'] }) {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  const may = useMay();
  const queries = useQueryClient();
  const tell = useTell();
  const settle = useMutation({
    mutationFn: (what: { id: string; how: 'retry' | 'discard' }) => api('POST', `/dead-letters/${what.id}/${what.how}`),
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['operations'] }),
  });
  if (letters.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {words.operations.deadNone}
      </Text>
    );
  }
  return (
    <WideTable minWidth={640}>
      <Table className="stacked" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.operations.received}</Table.Th>
            <Table.Th>{words.operations.channel}</Table.Th>
            <Table.Th>{words.operations.kind}</Table.Th>
            <Table.Th>{words.operations.code}</Table.Th>
            <Table.Th>{words.audit.where}</Table.Th>
            <Table.Th aria-label={words.care.more} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {letters.map((letter) => (
            <Table.Tr key={letter.id}>
              <Table.Td data-label={words.operations.received}>
                {fullTime(letter.receivedAt, locale, hospital.zone)}
              </Table.Td>
              <Table.Td data-label={words.operations.channel}>
                {words.channel[letter.channel] ?? letter.channel}
              </Table.Td>
              <Table.Td data-label={words.operations.kind}>{worded(words.trail.event, letter.kind)}</Table.Td>
              <Table.Td data-label={words.operations.code}>{worded(words.trail.giveUp, letter.code ?? '')}</Table.Td>
              <Table.Td data-label={words.audit.where}>
                {may('conversation.read') ? (
                  <Anchor size="sm" component={Link} to={`/queue/${encodeURIComponent(letter.conversationId)}`}>
                    {letter.conversationId}
                  </Anchor>
                ) : (
                  letter.conversationId
                )}
              </Table.Td>
              <Table.Td>
                {may('operations.act') ? (
                  <Group gap={6} wrap="nowrap" justify="flex-end">
                    <Button size="compact-sm" onClick={() => settle.mutate({ id: letter.id, how: 'retry' })}>
                      {words.operations.retry}
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="default"
                      onClick={() => settle.mutate({ id: letter.id, how: 'discard' })}
                    >
                      {words.operations.discard}
                    </Button>
                  </Group>
                ) : null}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}
