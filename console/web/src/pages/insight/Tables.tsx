import { Table, Text } from '@mantine/core';
import type { InsightNumbers } from '../../../../api/schema/insight';
import { useI18n } from '../../i18n';
import { worded } from '../../lib/readable';
import { Heads } from '../../parts/Figures';
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
              <Heads names={[words.insight.level, words.insight.under, words.insight.fitting, words.insight.over]} />
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
            <Heads
              names={[
                words.insight.purpose,
                words.insight.calls,
                words.insight.unusable,
                words.insight.tokens,
                words.insight.cost,
              ]}
            />
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
