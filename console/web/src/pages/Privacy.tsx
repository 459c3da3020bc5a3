import { lazy } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { useWords } from '../i18n';
import { useMay } from '../lib/session';
import { Tabs } from '../parts/Tabs';
import { Requests } from './privacy/Requests';
import { Retention } from './privacy/Retention';

const PersonData = lazy(() => import('./privacy/PersonData'));

/** Patients' requests about their own data, and how long data is kept. */
export default function PrivacyPage() {
  const may = useMay();
  return (
    <Routes>
      <Route index element={<Navigate to={may('privacy.act') ? 'requests' : 'retention'} replace />} />
      <Route path="requests" element={<Tabbed tab="requests" />} />
      <Route path="retention" element={<Tabbed tab="retention" />} />
      <Route path="person/:id" element={<PersonData />} />
      <Route path="*" element={<Navigate to="/privacy" replace />} />
    </Routes>
  );
}

function Tabbed({ tab }: { tab: 'requests' | 'retention' }) {
  const words = useWords();
  const may = useMay();
  const tabs = [
    { value: 'requests', label: words.privacy.requests, show: may('privacy.act') },
    { value: 'retention', label: words.privacy.retention, show: may('retention.write') },
  ].filter((one) => one.show);
  return (
    <Tabs
      title={words.privacy.title}
      under="/privacy"
      at={tab}
      tabs={tabs.map(({ value, label }) => ({ value, label }))}
    >
      {tab === 'requests' ? <Requests /> : <Retention />}
    </Tabs>
  );
}
