import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { notSentReply } from '../../../../api/schema/outreach';
import { useWords } from '../../i18n';
import { api } from '../../lib/api';
import { worded } from '../../lib/readable';
import { Heads } from '../../parts/Figures';
import { Card } from '../../parts/Page';

const DAYS = 7;

/** What the hospital meant to send in the last days and did not, by reason: silence that nobody would notice. */
export function NotSent() {
  const { outreach } = useWords();
  const query = useQuery({
    queryKey: ['not-sent'],
    queryFn: () => api<z.infer<typeof notSentReply>>('GET', '/outreach/not-sent', { query: { days: DAYS } }),
  });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={outreach.notSentIn(DAYS)} text={outreach.notSentText}>
      <Table verticalSpacing={4} maw={560}>
        <Heads counted={1} names={[outreach.reason, outreach.purpose, outreach.messages]} />
        <Table.Tbody>
          {items.map(({ why, purpose, n }) => (
            <Table.Tr key={`${why} ${purpose}`}>
              <Table.Td>{worded(outreach.why, why)}</Table.Td>
              <Table.Td>{worded(outreach.purposes, purpose)}</Table.Td>
              <Table.Td ta="right">{n}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}
