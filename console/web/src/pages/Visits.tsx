import { SegmentedControl } from '@mantine/core';
import { Navigate, Route, Routes, useNavigate } from 'react-router-dom';
import { useWords } from '../i18n';
import { Page } from '../parts/Page';
import { Blocks } from './visits/Blocks';
import { DayList } from './visits/DayList';
import { Overdue } from './visits/Overdue';

type Tab = 'day' | 'overdue' | 'blocks';

/** The clinics' day: who comes, who came, who is missing, and what is closed. */
export default function VisitsPage() {
  return (
    <Routes>
      <Route index element={<Navigate to="day" replace />} />
      <Route path="day" element={<Tabbed tab="day" />} />
      <Route path="overdue" element={<Tabbed tab="overdue" />} />
      <Route path="blocks" element={<Tabbed tab="blocks" />} />
      <Route path="*" element={<Navigate to="/visits/day" replace />} />
    </Routes>
  );
}

function Tabbed({ tab }: { tab: Tab }) {
  const { visits } = useWords();
  const navigate = useNavigate();
  return (
    <Page
      title={visits.title}
      actions={
        <SegmentedControl
          aria-label={visits.title}
          value={tab}
          onChange={(next) => navigate(`/visits/${next}`)}
          data={(['day', 'overdue', 'blocks'] as const).map((value) => ({ value, label: visits[value] }))}
        />
      }
    >
      {tab === 'day' ? <DayList /> : tab === 'overdue' ? <Overdue /> : <Blocks />}
    </Page>
  );
}
