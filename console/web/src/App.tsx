import { Button, Loader, Modal, Stack, Text } from '@mantine/core';
import { Navigate, Route, Routes } from 'react-router-dom';
import { useWords } from './i18n';
import { useSession } from './lib/session';
import { DeskPage } from './pages/Desk';
import { ChangePasswordPage, SecondFactorPage, SignInForm, SignInPage } from './pages/SignIn';
import { Shell } from './parts/shell/Shell';

/** Decides what stands between a person and the work; the work itself stays mounted when a session ends under it. */
export function App() {
  const auth = useSession();
  const words = useWords();
  if (auth.loading) {
    return (
      <div className="center-page" role="status" aria-label={words.common.loading}>
        <Loader />
      </div>
    );
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
  return (
    <>
      <Shell>
        <Routes>
          <Route path="/" element={<Navigate to="/queue" replace />} />
          <Route path="/queue" element={<DeskPage />} />
          <Route path="/queue/:id" element={<DeskPage />} />
          <Route path="*" element={<Navigate to="/queue" replace />} />
        </Routes>
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
