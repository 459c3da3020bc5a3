import { Table, Text } from '@mantine/core';
import type { InsightNumbers } from '../../../../api/schema/insight';
import { useI18n } from '../../i18n';
import { worded } from '../../lib/readable';
import { Card, WideTable } from '../../parts/Page';
import { Count, Rows } from './Behind';

/** Levels the bot gave against what staff found. */
export function Triage({ rows }: { rows: InsightNumbers['triage'] }) {
  const { words } = useI18n();
  return (
    <Card title={words.insight.triage} text={words.insight.triageText}>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.insight.nothing}
        </Text>
      ) : (
        <>
          <WideTable minWidth={300}>
            <Table verticalSpacing={5}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.insight.level}</Table.Th>
                  <Table.Th ta="right">{words.insight.under}</Table.Th>
                  <Table.Th ta="right">{words.insight.fitting}</Table.Th>
                  <Table.Th ta="right">{words.insight.over}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((row) => (
                  <Table.Tr key={row.level}>
                    <Table.Td>{worded(words.trail.levels, row.level)}</Table.Td>
                    {(['under', 'fitting', 'over'] as const).map((how) => (
                      <Table.Td key={how} ta="right">
                        {row[how] === 0 ? (
                          0
                        ) : (
                          <Count
                            chart="triage"
                            value={`${row.level} ${how}`}
                            name={`${worded(words.trail.levels, row.level)} · ${words.insight[how]}`}
                          >
                            {row[how]}
                          </Count>
                        )}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </WideTable>
          <Rows chart="triage" />
        </>
      )}
    </Card>
  );
}

/** What a language model was used for, and what it cost. */
export function ModelUse({ rows }: { rows: InsightNumbers['model'] }) {
  const { words, locale } = useI18n();
  return (
    <Card title={words.insight.model}>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.insight.modelNone}
        </Text>
      ) : (
        <WideTable minWidth={420}>
          <Table verticalSpacing={5}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.insight.purpose}</Table.Th>
                <Table.Th ta="right">{words.insight.calls}</Table.Th>
                <Table.Th ta="right">{words.insight.unusable}</Table.Th>
                <Table.Th ta="right">{words.insight.tokens}</Table.Th>
                <Table.Th ta="right">{words.insight.cost}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr key={row.purpose}>
                  <Table.Td>{worded(words.trail.model, row.purpose)}</Table.Td>
                  <Table.Td ta="right">{row.calls.toLocaleString(locale)}</Table.Td>
                  <Table.Td ta="right">{row.unusable.toLocaleString(locale)}</Table.Td>
                  <Table.Td ta="right">
                    {row.tokensIn.toLocaleString(locale)} / {row.tokensOut.toLocaleString(locale)}
                  </Table.Td>
                  <Table.Td ta="right">
                    {row.cost === null ? '–' : row.cost.toLocaleString(locale, { maximumFractionDigits: 2 })}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
    </Card>
  );
}
