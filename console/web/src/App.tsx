import { Button, Loader, Modal, Stack, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { useWords } from './i18n';
import { useSession } from './lib/session';
import { DeskPage } from './pages/Desk';
import { ChangePasswordPage, SecondFactorPage, SignInForm, SignInPage } from './pages/SignIn';
import { Shell } from './parts/shell/Shell';
import { PLACES, QUEUE } from './places';

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
  const open = [QUEUE, ...PLACES].find((place) => place.anyOf.some((one) => permissions.includes(one)));
  return open?.to ?? '/account';
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
            {PLACES.map(({ to, page: Page }) => (
              <Route key={to} path={`${to}/*`} element={<Page />} />
            ))}
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
