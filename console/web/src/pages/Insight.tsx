import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import { Alert, Button, SegmentedControl, Select, SimpleGrid, Table, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { InsightChart, InsightNumbers } from '../../../api/schema/office';
import { useI18n } from '../i18n';
import { address, api } from '../lib/api';
import { useMay } from '../lib/session';
import { CheckIns } from '../parts/CheckIns';
import { Card, Loaded, Page, WideTable } from '../parts/Page';
import { Severity } from '../parts/Severity';
import { Count as Behind, BehindProvider, Rows } from './insight/Behind';
import { ModelUse, Triage } from './insight/Tables';

/** What managers look at: how much, how fast, why, and whether the most urgent is truly the fastest. */
export default function InsightPage() {
  const { words } = useI18n();
  const may = useMay();
  const [days, setDays] = useState('30');
  const [channel, setChannel] = useState<string | null>(null);
  const filter = { days, channel };
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
          <Select
            size="xs"
            w={150}
            clearable
            aria-label={words.queue.anyChannel}
            placeholder={words.queue.anyChannel}
            data={Object.entries(words.channel).map(([value, label]) => ({ value, label }))}
            value={channel}
            onChange={setChannel}
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
        <Loaded query={query}>{(numbers) => <Numbers numbers={numbers} />}</Loaded>
        <CheckIns days={days} channel={channel} />
      </BehindProvider>
    </Page>
  );
}

function Numbers({ numbers }: { numbers: InsightNumbers }) {
  const { words, locale } = useI18n();
  const format = (n: number) => n.toLocaleString(locale);
  const share =
    numbers.conversations === 0 ? '–' : `${Math.round((100 * numbers.contained) / numbers.conversations)} %`;
  const { patient, bot, staff } = numbers.messages;
  const named = (list: InsightNumbers['channels'], names: Record<string, string>) =>
    list.map((one) => ({ ...one, value: one.name, name: names[one.name] ?? (one.name || '–') }));
  return (
    <>
      <SimpleGrid cols={{ base: 2, sm: 4 }} mb="md">
        <Figure label={words.insight.conversations} value={format(numbers.conversations)} />
        <Figure
          label={words.insight.contained}
          value={format(numbers.contained)}
          text={words.insight.containedText(share)}
        />
        <Figure label={words.insight.flags} value={format(numbers.flags)} />
        <Figure
          label={words.insight.messages}
          value={format(patient + bot + staff)}
          text={words.insight.messagesText(patient, bot, staff)}
        />
      </SimpleGrid>
      <Card title={words.insight.answers} text={words.insight.answersText}>
        <Answers answers={numbers.answers} />
      </Card>
      <SimpleGrid cols={{ base: 1, md: 2 }} mt="md">
        <Card title={words.insight.perDay}>
          {numbers.perDay.length === 0 ? (
            <Text size="sm" c="dimmed">
              {words.insight.nothing}
            </Text>
          ) : (
            <LineChart
              h={220}
              data={numbers.perDay}
              dataKey="day"
              withLegend
              curveType="linear"
              tickLine="y"
              series={[
                { name: 'conversations', label: words.insight.conversations, color: 'sathi.6' },
                { name: 'flags', label: words.insight.flags, color: 'orange.7', strokeDasharray: '5 4' },
              ]}
            />
          )}
        </Card>
        <Bars chart="reasons" title={words.insight.reasons} data={numbers.reasons} />
        <Bars chart="dispositions" title={words.insight.dispositions} data={numbers.dispositions} />
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
        <Bars chart="failures" title={words.insight.failures} data={numbers.failures} />
        <Triage rows={numbers.triage} />
        <ModelUse rows={numbers.model} />
      </SimpleGrid>
    </>
  );
}

function Figure({ label, value, text }: { label: string; value: string; text?: string }) {
  return (
    <div className="card" style={{ padding: '12px 16px' }}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={28} fw={700} lh={1.25}>
        {value}
      </Text>
      {text ? (
        <Text size="xs" c="dimmed">
          {text}
        </Text>
      ) : null}
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
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.insight.severity}</Table.Th>
              <Table.Th ta="right">{words.insight.flags}</Table.Th>
              <Table.Th ta="right">{words.insight.answered}</Table.Th>
              <Table.Th ta="right">{words.insight.median}</Table.Th>
              <Table.Th ta="right">{words.insight.p90}</Table.Th>
              <Table.Th ta="right">{words.insight.inTime}</Table.Th>
            </Table.Tr>
          </Table.Thead>
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
                <Table.Td ta="right">{one.answered}</Table.Td>
                <Table.Td ta="right">{minutes(one.medianMinutes)}</Table.Td>
                <Table.Td ta="right">{minutes(one.p90Minutes)}</Table.Td>
                <Table.Td ta="right">{one.inTime}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </>
  );
}

/** Bars to look at, and the same numbers as a table for who cannot see them or wants to copy them. */
function Bars(props: {
  chart: InsightChart;
  title: string;
  data: readonly { name: string; count: number; value?: string | undefined }[];
}) {
  const { chart, title, data } = props;
  const { words } = useI18n();
  return (
    <Card title={title}>
      {data.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.insight.nothing}
        </Text>
      ) : (
        <>
          <div aria-hidden>
            <BarChart
              h={Math.max(90, data.length * 34 + 30)}
              data={data.map((one) => ({
                count: one.count,
                name: one.name.length > 26 ? `${one.name.slice(0, 25)}…` : one.name,
              }))}
              dataKey="name"
              barChartProps={{ accessibilityLayer: false }}
              orientation="vertical"
              yAxisProps={{ width: 150 }}
              gridAxis="x"
              withTooltip
              series={[{ name: 'count', label: words.insight.count, color: 'sathi.7' }]}
            />
          </div>
          <details>
            <summary style={{ fontSize: 13, cursor: 'pointer' }}>{words.insight.table}</summary>
            <Table mt={6} verticalSpacing={4}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.insight.name}</Table.Th>
                  <Table.Th ta="right">{words.insight.count}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.map((one) => (
                  <Table.Tr key={one.name}>
                    <Table.Td className="said">{one.name}</Table.Td>
                    <Table.Td ta="right">
                      <Behind chart={chart} value={one.value ?? one.name} name={one.name}>
                        {one.count}
                      </Behind>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            <Rows chart={chart} />
          </details>
        </>
      )}
    </Card>
  );
}
