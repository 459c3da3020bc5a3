import { Stack } from '@mantine/core';
import { IconCalendarCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Visit } from '../../../../api/schema/visits';
import { useWords } from '../../i18n';
import { api } from '../../lib/api';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Page';
import { VisitCard } from './VisitCard';

/** Who should have come and did not, until somebody knows why or a new time is found. */
export function Overdue() {
  const { visits } = useWords();
  const query = useQuery({
    queryKey: ['visits', 'overdue'],
    queryFn: () => api<{ items: Visit[] }>('GET', '/visits/overdue'),
    refetchInterval: 60_000,
  });
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <div className="card">
            <Empty icon={IconCalendarCheck} title={visits.noneOverdue} text={visits.noneOverdueText} />
          </div>
        ) : (
          <Stack gap="sm">
            {items.map((visit) => (
              <VisitCard key={visit.id} visit={visit} withDay />
            ))}
          </Stack>
        )
      }
    </Loaded>
  );
}
