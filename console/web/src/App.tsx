import { Button, Loader, Modal, Stack, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { useWords } from './i18n';
import { useSession } from './lib/session';
import { DeskPage } from './pages/Desk';
import { ChangePasswordPage, SecondFactorPage, SignInForm, SignInPage } from './pages/SignIn';
import { Shell } from './parts/shell/Shell';

// Charts and office pages load when somebody goes there: the queue opens fast on a ward's old computer.
const WorkPage = lazy(() => import('./pages/Work'));
const InsightPage = lazy(() => import('./pages/Insight'));
const PeoplePage = lazy(() => import('./pages/People'));
const OperationsPage = lazy(() => import('./pages/Operations'));
const AuditPage = lazy(() => import('./pages/Audit'));
const AccountPage = lazy(() => import('./pages/Account'));

function Wait({ label }: { label: string }) {
  return (
    <div className="center-page" role="status" aria-label={label}>
      <Loader />
    </div>
  );
}

/** Where somebody lands: the first page their roles give them. */
function firstPlace(permissions: readonly string[]): string {
  if (permissions.includes('queue.read')) return '/queue';
  if (permissions.includes('staff.manage')) return '/people';
  if (permissions.includes('audit.read')) return '/audit';
  if (permissions.includes('insight.read')) return '/insight';
  return '/account';
}

/** Decides what stands between a person and the work; the work itself stays mounted when a session ends under it. */
export function App() {
  const auth = useSession();
  const words = useWords();
  if (auth.loading) {
    return <Wait label={words.common.loading} />;
  }
  if (auth.failed) {
    return (
      <div className="center-page">
        <Stack align="center" role="alert">
          <Text>{words.problem.network}</Text>
          <Button onClick={() => window.location.reload()}>{words.common.retry}</Button>
        </Stack>
      </div>
    );
  }
  if (!auth.session) return <SignInPage />;
  if (!auth.interrupted && auth.session.stage === 'change_password') return <ChangePasswordPage />;
  if (!auth.interrupted && auth.session.stage === 'second_factor') return <SecondFactorPage />;
  const first = firstPlace(auth.session.permissions);
  return (
    <>
      <Shell>
        <Suspense fallback={<Wait label={words.common.loading} />}>
          <Routes>
            <Route path="/" element={<Navigate to={first} replace />} />
            <Route path="/queue" element={<DeskPage />} />
            <Route path="/queue/:id" element={<DeskPage />} />
            <Route path="/work" element={<WorkPage />} />
            <Route path="/insight" element={<InsightPage />} />
            <Route path="/people" element={<PeoplePage />} />
            <Route path="/operations" element={<OperationsPage />} />
            <Route path="/audit" element={<AuditPage />} />
            <Route path="/account" element={<AccountPage />} />
            <Route path="*" element={<Navigate to={first} replace />} />
          </Routes>
        </Suspense>
      </Shell>
      <Modal
        opened={auth.interrupted}
        onClose={() => undefined}
        withCloseButton={false}
        closeOnClickOutside={false}
        closeOnEscape={false}
        centered
        title={words.signIn.title}
        overlayProps={{ blur: 6, backgroundOpacity: 0.6 }}
      >
        <Text size="sm" mb="md">
          {words.signIn.again}
        </Text>
        <SignInForm username={auth.session.staff.username} />
        <Button variant="subtle" mt="sm" fullWidth onClick={() => auth.leave()}>
          {words.signIn.asOther}
        </Button>
      </Modal>
    </>
  );
}
