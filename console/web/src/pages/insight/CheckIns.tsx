import { Group, Select, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SurveyResults } from '../../../../api/schema/surveys';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { Heads } from '../../parts/Figures';
import { Card, Loaded, WideTable } from '../../parts/Page';
import { Count, type Filter, Rows } from './Behind';

const SPLITS = ['none', 'service', 'practitioner', 'channel', 'locale', 'week'] as const;
type By = (typeof SPLITS)[number];

const nameOf = (group: string) => (group === '' ? '–' : group.replace(/_/g, ' '));

/** What check-ins came to: each score with its interval, small groups hidden, mistreatment counted by itself. */
export function CheckIns({ filter }: { filter: Filter }) {
  const { words, locale } = useI18n();
  const [by, setBy] = useState<By>('none');
  const query = useQuery({
    queryKey: ['surveys', filter, by],
    queryFn: () => api<SurveyResults>('GET', '/insight/surveys', { query: { ...filter, by } }),
    placeholderData: (before) => before,
  });
  const number = (value: number | null) => (value === null ? '–' : value.toLocaleString(locale));
  return (
    <Loaded query={query}>
      {(results) => (
        <Card title={words.insight.checkIns} text={words.insight.checkInsText(results.answered, results.invited)}>
          <Group gap="lg" mb="sm">
            {(['answered', 'unanswered'] as const).map((how) => (
              <Text key={how} size="sm">
                {words.insight.checkIn[how]}{' '}
                <Count chart="check_ins" value={how} name={words.insight.checkIn[how]}>
                  {how === 'answered' ? results.answered : results.invited - results.answered}
                </Count>
              </Text>
            ))}
            <Text size="sm">
              {words.insight.mistreatment}{' '}
              <Count chart="mistreatment" name={words.insight.mistreatment}>
                {results.mistreatment}
              </Count>
            </Text>
            <Rows chart="check_ins" />
          </Group>
          <Select
            label={words.insight.splitBy}
            size="xs"
            mb="sm"
            maw={240}
            value={by}
            allowDeselect={false}
            onChange={(next) => setBy((next ?? 'none') as By)}
            data={SPLITS.map((value) => ({ value, label: words.insight.splits[value] ?? value }))}
          />
          {by === 'none' ? null : <Rates results={results} number={number} />}
          {results.scores.length === 0 ? (
            <Text size="sm" c="dimmed">
              {words.insight.nothing}
            </Text>
          ) : (
            <WideTable minWidth={560}>
              <Table>
                <Heads
                  counted={0}
                  names={[
                    words.insight.checkIns,
                    ...(by === 'none' ? [] : [words.insight.splits[by] ?? by]),
                    words.insight.score,
                    words.insight.interval,
                    words.insight.answersCount,
                  ]}
                />
                <Table.Tbody>
                  {results.scores.map(({ survey, question, title, asked, score, group }) => (
                    <Table.Tr key={`${survey}.${question}.${group}`}>
                      <Table.Td>{`${title}: ${asked}`}</Table.Td>
                      {by === 'none' ? null : <Table.Td>{nameOf(group)}</Table.Td>}
                      <Table.Td>{number(score.value)}</Table.Td>
                      <Table.Td>{score.hidden ? '–' : `${number(score.low)} – ${number(score.high)}`}</Table.Td>
                      <Table.Td>
                        {score.hidden ? (
                          '–'
                        ) : by !== 'none' ? (
                          number(score.of)
                        ) : (
                          <Count chart="scores" value={`${survey}.${question}`} name={title}>
                            {number(score.of)}
                          </Count>
                        )}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </WideTable>
          )}
        </Card>
      )}
    </Loaded>
  );
}

/** How many of each group answered; groups too small to show have a dash. */
function Rates({ results, number }: { results: SurveyResults; number: (value: number | null) => string }) {
  const { insight } = useI18n().words;
  return (
    <WideTable minWidth={420}>
      <Table mb="sm">
        <Heads counted={0} names={[insight.group, insight.invited, insight.answeredShare, insight.interval]} />
        <Table.Tbody>
          {results.rates.map(({ group, invited, answered }) => (
            <Table.Tr key={group}>
              <Table.Td>{nameOf(group)}</Table.Td>
              <Table.Td>{number(invited)}</Table.Td>
              <Table.Td>{answered.hidden ? '–' : `${number(answered.value)} %`}</Table.Td>
              <Table.Td>{answered.hidden ? '–' : `${number(answered.low)} – ${number(answered.high)}`}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}
