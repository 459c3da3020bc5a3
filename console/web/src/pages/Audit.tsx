import { Alert, Button, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconShieldCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AuditCheck, AuditEntry } from '../../../api/schema/office';
import { useI18n } from '../i18n';
import { api } from '../lib/api';
import { useTell } from '../lib/problem';
import { readable } from '../lib/readable';
import { useSignedIn } from '../lib/session';
import { fullTime } from '../lib/time';
import { More } from '../parts/More';
import { Failed, Page, Wait, WideTable } from '../parts/Page';

const PAGE = 100;
/** What belongs to no conversation: settings, broadcasts, content. */
const OFFICE = 'office';

/** Who did and saw what, and whether the record of it is whole. */
export default function AuditPage() {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  const tell = useTell();
  const [typed, setTyped] = useState('');
  const [conversation] = useDebouncedValue(typed.trim(), 300);
  const query = useInfiniteQuery({
    queryKey: ['audit', conversation],
    queryFn: ({ pageParam }) =>
      api<{ items: AuditEntry[] }>('GET', '/audit', {
        query: { conversation, before: pageParam || undefined, limit: PAGE },
      }),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.items.length < PAGE ? undefined : page.items[page.items.length - 1]!.at),
  });
  const check = useMutation({ mutationFn: () => api<AuditCheck>('POST', '/audit/check'), onError: tell.problem });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const name = (entry: AuditEntry) =>
    entry.actor.id === 'bot' ? words.audit.bot : entry.actor.id === 'system' ? words.audit.system : entry.actor.name;
  const { actions, families } = words.trail;
  const said = (action: string) => {
    const [family = '', ...step] = action.split('.');
    return actions[action] ?? [families[family] ?? readable(family), ...step.map(readable)].join(': ');
  };
  return (
    <Page
      title={words.audit.title}
      actions={
        <>
          <TextInput
            size="xs"
            aria-label={words.audit.conversation}
            placeholder={words.audit.conversation}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button
            size="xs"
            leftSection={<IconShieldCheck size={16} />}
            loading={check.isPending}
            onClick={() => check.mutate()}
          >
            {words.audit.check}
          </Button>
        </>
      }
    >
      {check.data ? (
        <Alert
          mb="md"
          role="status"
          color={check.data.faults.length === 0 ? 'sathi' : 'red'}
          styles={{ message: { color: 'var(--mantine-color-text)' } }}
        >
          {check.data.faults.length === 0
            ? words.audit.whole(check.data.rows, check.data.seals)
            : words.audit.faults(check.data.faults.length)}
          {check.data.faults.slice(0, 50).map((fault) => (
            <Text key={fault} size="sm" className="said">
              {fault}
            </Text>
          ))}
        </Alert>
      ) : null}
      {query.isError ? <Failed query={query} /> : null}
      {query.isPending ? <Wait /> : null}
      {query.isSuccess ? (
        <div className="card">
          <WideTable minWidth={640}>
            <Table className="stacked" verticalSpacing={6} horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.audit.when}</Table.Th>
                  <Table.Th>{words.audit.who}</Table.Th>
                  <Table.Th>{words.audit.what}</Table.Th>
                  <Table.Th>{words.audit.where}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((entry) => (
                  <Table.Tr key={`${entry.conversationId} ${entry.n}`}>
                    <Table.Td data-label={words.audit.when} style={{ whiteSpace: 'nowrap' }}>
                      {fullTime(entry.at, locale, hospital.zone)}
                    </Table.Td>
                    <Table.Td data-label={words.audit.who} className="said">
                      {name(entry)}
                    </Table.Td>
                    <Table.Td data-label={words.audit.what}>{said(entry.action)}</Table.Td>
                    <Table.Td data-label={words.audit.where} className="said">
                      {entry.conversationId === OFFICE ? words.audit.office : entry.conversationId} · {entry.n}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </WideTable>
          {items.length === 0 ? (
            <Text c="dimmed" p="md" size="sm">
              {words.audit.none}
            </Text>
          ) : null}
        </div>
      ) : null}
      <More query={query} />
    </Page>
  );
}
