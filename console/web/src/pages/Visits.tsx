import { Navigate, Route, Routes } from 'react-router-dom';
import { useWords } from '../i18n';
import { Tabs } from '../parts/Tabs';
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
  const tabs = (['day', 'overdue', 'blocks'] as const).map((value) => ({ value, label: visits[value] }));
  return (
    <Tabs title={visits.title} under="/visits" at={tab} tabs={tabs}>
      {tab === 'day' ? <DayList /> : tab === 'overdue' ? <Overdue /> : <Blocks />}
    </Tabs>
  );
}
