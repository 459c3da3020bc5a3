import { BarChart, LineChart } from '@mantine/charts';
import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { InsightChart, InsightNumbers, Share } from '../../../../api/schema/insight';
import { useI18n } from '../../i18n';
import { worded } from '../../lib/readable';
import { Heads } from '../../parts/Figures';
import { Card } from '../../parts/Page';
import { Count as Behind, Rows } from './Behind';

/** Counts under the names that people know; `value` stays what was counted. */
export const named = (list: readonly Share[], names: Record<string, string>): Share[] =>
  list.map((one) => ({ ...one, value: one.name, name: worded(names, one.name) }));

/** Characters of a name beside a bar: two lines of it; the table below has the whole. */
const LONGEST = 42;

/** Bars to look at, and the same numbers as a table for who cannot see them or wants to copy them. */
export function Bars(props: { chart: InsightChart; title: string; data: readonly Share[] }) {
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
                name: one.name.length > LONGEST ? `${one.name.slice(0, LONGEST - 1)}…` : one.name,
              }))}
              dataKey="name"
              barChartProps={{ accessibilityLayer: false }}
              orientation="vertical"
              yAxisProps={{ width: 170 }}
              gridAxis="x"
              xAxisProps={{ allowDecimals: false }}
              withTooltip
              series={[{ name: 'count', label: words.insight.count, color: 'sathi.7' }]}
            />
          </div>
          <AsTable heads={[words.insight.name, words.insight.count]} chart={chart}>
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
          </AsTable>
        </>
      )}
    </Card>
  );
}

/** Volumes over time: a line to look at, and every day as a number one can look behind. */
export function PerDay({ days }: { days: InsightNumbers['perDay'] }) {
  const { words } = useI18n();
  const busy = days.filter((one) => one.conversations > 0 || one.flags > 0);
  return (
    <Card title={words.insight.perDay}>
      {busy.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.insight.nothing}
        </Text>
      ) : (
        <>
          <div aria-hidden>
            <LineChart
              h={220}
              data={days}
              dataKey="day"
              withLegend
              curveType="linear"
              tickLine="y"
              yAxisProps={{ allowDecimals: false }}
              lineChartProps={{ accessibilityLayer: false }}
              series={[
                { name: 'conversations', label: words.insight.conversations, color: 'sathi.6' },
                { name: 'flags', label: words.insight.flags, color: 'orange.7', strokeDasharray: '5 4' },
              ]}
            />
          </div>
          <AsTable heads={[words.insight.day, words.insight.conversations, words.insight.flags]} chart="days">
            {busy.map((one) => (
              <Table.Tr key={one.day}>
                <Table.Td>{one.day}</Table.Td>
                <Table.Td ta="right">
                  <Behind chart="days" value={one.day} name={one.day}>
                    {one.conversations}
                  </Behind>
                </Table.Td>
                <Table.Td ta="right">
                  <Behind chart="flag_days" value={one.day} name={one.day}>
                    {one.flags}
                  </Behind>
                </Table.Td>
              </Table.Tr>
            ))}
          </AsTable>
        </>
      )}
    </Card>
  );
}

/** The same numbers folded away as a table, each of them opens what it counts, all of them as rows to keep. */
function AsTable(props: { heads: readonly string[]; chart: InsightChart; children: ReactNode }) {
  const { insight } = useI18n().words;
  return (
    <details>
      <summary style={{ fontSize: 13, cursor: 'pointer' }}>{insight.table}</summary>
      <Table mt={6} verticalSpacing={4}>
        <Heads names={props.heads} />
        <Table.Tbody>{props.children}</Table.Tbody>
      </Table>
      <Rows chart={props.chart} />
    </details>
  );
}
