import '@mantine/charts/styles.css';
import { Alert, Button, SegmentedControl, Select, SimpleGrid, Stack, Table } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { InsightNumbers, Share } from '../../../api/schema/insight';
import { useI18n } from '../i18n';
import { address, api } from '../lib/api';
import { readable, worded } from '../lib/readable';
import { useMay } from '../lib/session';
import { Heads } from '../parts/Figures';
import { Card, Loaded, Page, WideTable } from '../parts/Page';
import { Severity } from '../parts/Severity';
import { Bars, named, PerDay } from './insight/Bars';
import { Count as Behind, BehindProvider, Rows } from './insight/Behind';
import { CareBars, CareFigures } from './insight/Care';
import { CheckIns } from './insight/CheckIns';
import { Figure } from './insight/Figure';
import { ModelUse, Triage } from './insight/Tables';

/** What managers look at: how much, how fast, why, and whether the most urgent is truly the fastest. */
export default function InsightPage() {
  const { words } = useI18n();
  const may = useMay();
  const [days, setDays] = useState('30');
  const [channel, setChannel] = useState<string | null>(null);
  const [language, setLanguage] = useState<string | null>(null);
  const [service, setService] = useState<string | null>(null);
  const filter = { days, channel, locale: language, service };
  const query = useQuery({
    queryKey: ['insight', filter],
    queryFn: () => api<InsightNumbers>('GET', '/insight', { query: filter }),
    placeholderData: (before) => before,
  });
  return (
    <Page
      title={words.insight.title}
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label={words.insight.day}
            value={days}
            onChange={setDays}
            data={['7', '30', '90', '365'].map((n) => ({ value: n, label: words.insight.days(Number(n)) }))}
          />
          <Narrow label={words.queue.anyChannel} data={words.channel} value={channel} set={setChannel} />
          <Narrow label={words.queue.anyLanguage} data={words.languageName} value={language} set={setLanguage} />
          <Narrow
            label={words.queue.anyTeam}
            data={Object.fromEntries((query.data?.services ?? []).map((id) => [id, readable(id)]))}
            value={service}
            set={setService}
          />
          {may('insight.export') ? (
            <Button
              size="xs"
              variant="default"
              component="a"
              href={address('/insight/flags.csv', filter)}
              leftSection={<IconDownload size={15} />}
            >
              {words.insight.export}
            </Button>
          ) : null}
        </>
      }
    >
      <BehindProvider filter={filter}>
        <Stack>
          <Loaded query={query}>{(numbers) => <Numbers numbers={numbers} />}</Loaded>
          <CheckIns filter={filter} />
        </Stack>
      </BehindProvider>
    </Page>
  );
}

/** Only what one channel, language or service is about. */
function Narrow(props: {
  label: string;
  data: Record<string, string>;
  value: string | null;
  set: (value: string | null) => void;
}) {
  return (
    <Select
      size="xs"
      w={150}
      clearable
      aria-label={props.label}
      placeholder={props.label}
      data={Object.entries(props.data).map(([value, label]) => ({ value, label }))}
      value={props.value}
      onChange={props.set}
    />
  );
}

function Numbers({ numbers }: { numbers: InsightNumbers }) {
  const { words } = useI18n();
  const share =
    numbers.conversations === 0 ? '–' : `${Math.round((100 * numbers.contained) / numbers.conversations)} %`;
  const { patient, bot, staff } = numbers.messages;
  /** `<channel> · <code>`. */
  const failure = (one: Share): Share => {
    const [channel = '', code = ''] = one.name.split(' · ');
    const name = `${words.channel[channel] ?? channel} · ${worded(words.trail.failure, code)}`;
    return { ...one, value: one.name, name };
  };
  return (
    <div>
      <SimpleGrid cols={{ base: 2, sm: 4 }} mb="md">
        <Figure chart="conversations" label={words.insight.conversations} value={numbers.conversations} />
        <Figure
          chart="contained"
          label={words.insight.contained}
          value={numbers.contained}
          text={words.insight.containedText(share)}
        />
        <Figure chart="severities" label={words.insight.flags} value={numbers.flags} />
        <Figure
          chart="messages"
          label={words.insight.messages}
          value={patient + bot + staff}
          text={words.insight.messagesText(patient, bot, staff)}
        />
      </SimpleGrid>
      <CareFigures numbers={numbers} />
      <Card title={words.insight.answers} text={words.insight.answersText}>
        <Answers answers={numbers.answers} />
      </Card>
      <SimpleGrid cols={{ base: 1, md: 2 }} mt="md">
        <PerDay days={numbers.perDay} />
        <Bars
          chart="reasons"
          title={words.insight.reasons}
          data={numbers.reasons.map((one) => ({ ...one, name: words.reasons[one.value ?? ''] ?? one.name }))}
        />
        <Bars
          chart="dispositions"
          title={words.insight.dispositions}
          data={named(numbers.dispositions, words.trail.levels)}
        />
        <Bars chart="channels" title={words.insight.channels} data={named(numbers.channels, words.channel)} />
        <Bars chart="locales" title={words.insight.locales} data={named(numbers.locales, words.languageName)} />
        <Bars
          chart="outcomes"
          title={words.insight.outcomes}
          data={named(numbers.outcomes, words.conversation.outcomes)}
        />
        <Bars
          chart="deliveries"
          title={words.insight.deliveries}
          data={named(numbers.deliveries, words.conversation.delivery)}
        />
        <Bars chart="failures" title={words.insight.failures} data={numbers.failures.map(failure)} />
        <CareBars numbers={numbers} />
        <Triage rows={numbers.triage} />
        <ModelUse rows={numbers.model} />
      </SimpleGrid>
    </div>
  );
}

function Answers({ answers }: { answers: InsightNumbers['answers'] }) {
  const { words } = useI18n();
  const minutes = (n: number | null) => (n === null ? '–' : words.insight.minutes(n));
  const [first, ...others] = answers.map((one) => one.medianMinutes);
  const slower =
    first !== null && first !== undefined && others.slice(0, 2).some((other) => other !== null && other < first);
  return (
    <>
      {slower ? (
        <Alert color="red" mb="sm" p="xs" styles={{ message: { color: 'var(--mantine-color-text)' } }}>
          {words.insight.slower}
        </Alert>
      ) : null}
      <WideTable minWidth={420}>
        <Table verticalSpacing={6}>
          <Heads
            names={[
              words.insight.severity,
              words.insight.flags,
              words.insight.answered,
              words.insight.median,
              words.insight.p90,
              words.insight.inTime,
            ]}
          />
          <Table.Tbody>
            {answers.map((one) => (
              <Table.Tr key={one.severity}>
                <Table.Td>
                  <Severity level={one.severity} />
                </Table.Td>
                <Table.Td ta="right">
                  <Behind
                    chart="severities"
                    value={String(one.severity)}
                    name={`${words.insight.severity} ${one.severity}`}
                  >
                    {one.flags}
                  </Behind>
                </Table.Td>
                <Table.Td ta="right">
                  <Behind
                    chart="answered"
                    value={String(one.severity)}
                    name={`${words.insight.answered}, ${one.severity}`}
                  >
                    {one.answered}
                  </Behind>
                </Table.Td>
                <Table.Td ta="right">{minutes(one.medianMinutes)}</Table.Td>
                <Table.Td ta="right">{minutes(one.p90Minutes)}</Table.Td>
                <Table.Td ta="right">
                  <Behind
                    chart="in_time"
                    value={String(one.severity)}
                    name={`${words.insight.inTime}, ${one.severity}`}
                  >
                    {one.inTime}
                  </Behind>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      <Rows chart="severities" />
    </>
  );
}
