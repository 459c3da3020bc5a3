import { Navigate, Route, Routes } from 'react-router-dom';
import { useWords } from '../i18n';
import { Tabs } from '../parts/Tabs';
import { Broadcasts } from './outreach/Broadcasts';
import { Lists } from './outreach/Lists';
import { Programmes } from './outreach/Programmes';
import { Recalls } from './outreach/Recalls';

const TABS = ['broadcasts', 'recalls', 'programmes', 'lists'] as const;
type Tab = (typeof TABS)[number];
const SHOWN = { broadcasts: Broadcasts, recalls: Recalls, programmes: Programmes, lists: Lists } as const;

/** What the hospital sends by itself: broadcasts, recalls, programmes, and the lists people come in by. */
export default function OutreachPage() {
  return (
    <Routes>
      <Route index element={<Navigate to="broadcasts" replace />} />
      {TABS.map((tab) => (
        <Route key={tab} path={tab} element={<Tabbed tab={tab} />} />
      ))}
      <Route path="*" element={<Navigate to="/outreach/broadcasts" replace />} />
    </Routes>
  );
}

function Tabbed({ tab }: { tab: Tab }) {
  const { outreach } = useWords();
  const Shown = SHOWN[tab];
  const tabs = TABS.map((value) => ({ value, label: outreach[value] }));
  return (
    <Tabs title={outreach.title} under="/outreach" at={tab} tabs={tabs}>
      <Shown />
    </Tabs>
  );
}
