import { IconCalendarCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Visit } from '../../../../api/schema/visits';
import { useWords } from '../../i18n';
import { api } from '../../lib/api';
import { CardList } from '../../parts/Cards';
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
    <CardList
      query={query}
      none={{ icon: IconCalendarCheck, title: visits.noneOverdue, text: visits.noneOverdueText }}
      keyOf={(visit) => visit.id}
      card={(visit) => <VisitCard visit={visit} withDay />}
    />
  );
}
