import { Group, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SurveyResults } from '../../../../api/schema/surveys';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { Card, Loaded, WideTable } from '../../parts/Page';
import { Count, type Filter, Rows } from './Behind';

/** What check-ins came to: each score with its interval, small groups hidden, mistreatment counted by itself. */
export function CheckIns({ filter }: { filter: Filter }) {
  const { words, locale } = useI18n();
  const query = useQuery({
    queryKey: ['surveys', filter],
    queryFn: () => api<SurveyResults>('GET', '/insight/surveys', { query: { ...filter } }),
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
          {results.scores.length === 0 ? (
            <Text size="sm" c="dimmed">
              {words.insight.nothing}
            </Text>
          ) : (
            <WideTable minWidth={560}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{words.insight.checkIns}</Table.Th>
                    <Table.Th>{words.insight.score}</Table.Th>
                    <Table.Th>{words.insight.interval}</Table.Th>
                    <Table.Th>{words.insight.answersCount}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {results.scores.map(({ survey, question, title, score }) => (
                    <Table.Tr key={`${survey}.${question}`}>
                      <Table.Td>{`${title}: ${question.replace(/_/g, ' ')}`}</Table.Td>
                      <Table.Td>{number(score.value)}</Table.Td>
                      <Table.Td>{score.hidden ? '–' : `${number(score.low)} – ${number(score.high)}`}</Table.Td>
                      <Table.Td>
                        {score.hidden ? (
                          '–'
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
