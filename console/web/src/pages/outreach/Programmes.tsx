import { Anchor, Button, Stack, Table, Text, Title } from '@mantine/core';
import { IconHeartHandshake } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { EnrolmentItem, ProgrammeResults } from '../../../../api/schema/outreach';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { measured, readable, worded } from '../../lib/readable';
import { useMay, useSignedIn } from '../../lib/session';
import { fullTime } from '../../lib/time';
import { useProgrammes } from '../../lib/useProgrammes';
import { Cards, ListCard } from '../../parts/Cards';
import { Empty } from '../../parts/Empty';
import { Heads } from '../../parts/Figures';
import { Loaded, WideTable } from '../../parts/Page';

/** The arm of everybody where a programme is no trial. */
const NO_TRIAL = 'programme';

/** Who is in which programme, and what the groups came to. */
export function Programmes() {
  const { words } = useI18n();
  const { outreach } = words;
  const query = useQuery({
    queryKey: ['enrolments'],
    queryFn: () => api<{ items: EnrolmentItem[] }>('GET', '/enrolments'),
  });
  const titles = useProgrammes();
  return (
    <Loaded query={query}>
      {({ items }) => {
        if (items.length === 0)
          return (
            <div className="card">
              <Empty icon={IconHeartHandshake} title={outreach.noEnrolments} text={outreach.noEnrolmentsText} />
            </div>
          );
        const titleOf = (id: string) => titles.data?.items.find((one) => one.id === id)?.title ?? readable(id);
        const programmes = [...new Set(items.map((one) => one.programme))].sort();
        return (
          <Stack gap="lg">
            {programmes.map((programme) => (
              <section key={programme} aria-label={titleOf(programme)}>
                <Title order={2} size="h4" mb="xs">
                  {titleOf(programme)}
                </Title>
                <Results programme={programme} />
                <Stack gap="sm" mt="sm">
                  <Cards
                    items={items.filter((one) => one.programme === programme)}
                    keyOf={(one) => one.id}
                    card={(one) => <Enrolment enrolment={one} />}
                  />
                </Stack>
              </section>
            ))}
          </Stack>
        );
      }}
    </Loaded>
  );
}

function Enrolment({ enrolment }: { enrolment: EnrolmentItem }) {
  const { words, locale } = useI18n();
  const { outreach } = words;
  const { hospital } = useSignedIn();
  const may = useMay();
  const tell = useTell();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (what: string) => api('POST', `/enrolments/${enrolment.id}/change`, { body: { change: what } }),
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['enrolments'] }),
  });
  const changes =
    enrolment.status === 'active' ? ['pause', 'leave'] : enrolment.status === 'paused' ? ['resume', 'leave'] : [];
  return (
    <ListCard
      head={
        <Text fw={650}>
          <bdi>{enrolment.patient ?? words.visits.unnamed}</bdi>
        </Text>
      }
      actions={
        <>
          {may('outreach.act')
            ? changes.map((what) => (
                <Button
                  key={what}
                  size="compact-sm"
                  variant="default"
                  loading={change.isPending && change.variables === what}
                  onClick={() => change.mutate(what)}
                >
                  {outreach.changes[what]}
                </Button>
              ))
            : null}
          <Anchor component={Link} to={`/queue/${encodeURIComponent(enrolment.conversationId)}`} size="sm">
            {words.visits.conversation}
          </Anchor>
        </>
      }
    >
      <Text size="sm" c="dimmed">
        {outreach.enrolStatus[enrolment.status]} ·{' '}
        {enrolment.arm === NO_TRIAL ? '' : `${outreach.arm(worded(words.programmeWords.arms, enrolment.arm))} · `}
        {outreach.joined(fullTime(enrolment.createdAt, locale, hospital.zone))}
        {enrolment.mutedUntil === null
          ? ''
          : ` · ${outreach.muted(fullTime(enrolment.mutedUntil, locale, hospital.zone))}`}
      </Text>
    </ListCard>
  );
}

function Results({ programme }: { programme: string }) {
  const { outreach, programmeWords } = useI18n().words;
  const query = useQuery({
    queryKey: ['programme-results', programme],
    queryFn: () => api<ProgrammeResults>('GET', '/programme-results', { query: { programme } }),
  });
  return (
    <Loaded query={query}>
      {({ arms }) => {
        const columnOf = ({ measure, value }: { measure: string; value: string }) =>
          measured(programmeWords, measure, value);
        const columns = [...new Set(arms.flatMap((arm) => arm.outcomes.map(columnOf)))].sort();
        return (
          <div className="card" style={{ padding: '4px 14px' }}>
            <WideTable minWidth={360}>
              <Table aria-label={outreach.results}>
                <Heads counted={0} names={[outreach.results, outreach.enrolled, outreach.leftCount, ...columns]} />
                <Table.Tbody>
                  {arms.map((arm) => (
                    <Table.Tr key={arm.arm}>
                      <Table.Td>
                        {arm.arm === NO_TRIAL ? outreach.noArm : worded(programmeWords.arms, arm.arm)}
                      </Table.Td>
                      <Table.Td>{arm.enrolled}</Table.Td>
                      <Table.Td>{arm.left}</Table.Td>
                      {columns.map((column) => (
                        <Table.Td key={column}>{arm.outcomes.find((one) => columnOf(one) === column)?.n ?? 0}</Table.Td>
                      ))}
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </WideTable>
          </div>
        );
      }}
    </Loaded>
  );
}
