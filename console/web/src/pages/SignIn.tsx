import {
  Alert,
  Badge,
  Box,
  Button,
  Group,
  Paper,
  PasswordInput,
  PinInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { SessionView } from '../../../api/schema/session';
import { useWords } from '../i18n';
import { address, api } from '../lib/api';
import { problemText } from '../lib/problem';
import { useSession } from '../lib/session';
import { Mark } from '../parts/shell/Mark';
import { LanguageMenu, ThemeButton } from '../parts/shell/Preferences';

function DoorPage({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const words = useWords();
  return (
    <main className="center-page">
      <Stack w="100%" maw={420} gap="md">
        <Group justify="space-between">
          <Mark />
          <Group gap="xs">
            <LanguageMenu />
            <ThemeButton />
          </Group>
        </Group>
        <Paper withBorder p="xl" radius="lg" bg="var(--app-surface)">
          <Title order={1} size="h2">
            {title}
          </Title>
          <Text c="dimmed" mb="lg" mt={4}>
            {lead}
          </Text>
          {children}
        </Paper>
        <Text size="xs" c="dimmed" ta="center">
          {words.app.sample}
        </Text>
      </Stack>
    </main>
  );
}

function Refusal({ error }: { error: unknown }) {
  const words = useWords();
  if (!error) return null;
  return (
    <Alert color="red" variant="light" role="alert" styles={{ message: { color: 'var(--mantine-color-text)' } }}>
      {problemText(error, words)}
    </Alert>
  );
}

export function SignInPage() {
  const { signIn } = useWords();
  return (
    <DoorPage title={signIn.title} lead={signIn.lead}>
      <SingleSignOn />
      <SignInForm />
    </DoorPage>
  );
}

/** The hospital's own sign-in, where it is set up, and why the last try did not work. */
function SingleSignOn() {
  const words = useWords();
  const options = useQuery({
    queryKey: ['sign-in-options'],
    queryFn: () => api<{ sso: boolean }>('GET', '/session/options'),
  });
  const why = new URLSearchParams(window.location.search).get('sso');
  return (
    <Stack mb={why || options.data?.sso ? 'lg' : 0}>
      {why ? (
        <Alert color="red" variant="light" role="alert" styles={{ message: { color: 'var(--mantine-color-text)' } }}>
          {words.signIn.ssoProblem[why] ?? words.signIn.ssoProblem.failed}
        </Alert>
      ) : null}
      {options.data?.sso ? (
        <Button component="a" href={address('/sso')} size="md" variant="light">
          {words.signIn.sso}
        </Button>
      ) : null}
    </Stack>
  );
}

/** Used on its own page and over the work when a session has ended. */
export function SignInForm({ username: known }: { username?: string }) {
  const words = useWords();
  const auth = useSession();
  const [username, setUsername] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => api<SessionView>('POST', '/session', { body: { username, password } }),
    onSuccess: (session) => auth.set(session),
    onError: () => setPassword(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (username.trim() && password) signIn.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal error={signIn.error} />
        <TextInput
          label={words.signIn.username}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          readOnly={known !== undefined}
          required
          withAsterisk={false}
          size="md"
          data-autofocus={known === undefined || undefined}
        />
        <PasswordInput
          label={words.signIn.password}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
          withAsterisk={false}
          size="md"
          visibilityToggleButtonProps={{ 'aria-label': words.signIn.showPassword }}
          data-autofocus={known !== undefined || undefined}
        />
        <Button type="submit" size="md" loading={signIn.isPending}>
          {words.signIn.submit}
        </Button>
      </Stack>
    </form>
  );
}

export function ChangePasswordPage() {
  const { password } = useWords();
  return (
    <DoorPage title={password.title} lead={password.lead}>
      <ChangePasswordForm />
    </DoorPage>
  );
}

export function ChangePasswordForm({ onDone }: { onDone?: () => void }) {
  const words = useWords();
  const auth = useSession();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [repeat, setRepeat] = useState('');
  const change = useMutation({
    mutationFn: () => api<SessionView>('POST', '/session/password', { body: { current, next } }),
    onSuccess: (session) => {
      auth.set(session);
      onDone?.();
    },
  });
  const [tried, setTried] = useState(false);
  const tooShort = next.length < 12;
  const differ = next !== repeat;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (current && !tooShort && !differ) change.mutate();
  };
  const toggle = { 'aria-label': words.signIn.showPassword };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal error={change.error} />
        <PasswordInput
          label={words.password.current}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          autoComplete="current-password"
          required
          withAsterisk={false}
          size="md"
          visibilityToggleButtonProps={toggle}
        />
        <PasswordInput
          label={words.password.next}
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
          autoComplete="new-password"
          error={tried && tooShort ? words.password.short : undefined}
          required
          withAsterisk={false}
          size="md"
          visibilityToggleButtonProps={toggle}
        />
        <PasswordInput
          label={words.password.repeat}
          value={repeat}
          onChange={(event) => setRepeat(event.currentTarget.value)}
          autoComplete="new-password"
          error={tried && differ ? words.password.differ : undefined}
          required
          withAsterisk={false}
          size="md"
          visibilityToggleButtonProps={toggle}
        />
        <Button type="submit" size="md" loading={change.isPending}>
          {words.password.submit}
        </Button>
      </Stack>
    </form>
  );
}

export function SecondFactorPage() {
  const words = useWords();
  const auth = useSession();
  const [code, setCode] = useState('');
  const check = useMutation({
    mutationFn: (entered: string) => api<SessionView>('POST', '/session/second-factor', { body: { code: entered } }),
    onSuccess: (session) => auth.set(session),
    onError: () => setCode(''),
  });
  return (
    <DoorPage title={words.signIn.codeTitle} lead={words.signIn.codeLead}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          check.mutate(code);
        }}
      >
        <Stack>
          <Refusal error={check.error} />
          <Box>
            <Text size="sm" fw={500} mb={6}>
              {words.signIn.code}
            </Text>
            <PinInput
              length={6}
              type="number"
              oneTimeCode
              autoFocus
              value={code}
              onChange={setCode}
              onComplete={(entered) => check.mutate(entered)}
              aria-label={words.signIn.code}
              size="md"
            />
          </Box>
          <Button type="submit" size="md" loading={check.isPending} disabled={code.length < 6}>
            {words.signIn.codeSubmit}
          </Button>
          <Button variant="subtle" onClick={() => void auth.signOut()}>
            {words.signIn.asOther}
          </Button>
        </Stack>
      </form>
    </DoorPage>
  );
}

export function SampleBadge() {
  const words = useWords();
  return (
    <Badge
      variant="outline"
      color="gray"
      tt="none"
      fw={500}
      title={words.app.sample}
      styles={{ label: { color: 'var(--mantine-color-text)' } }}
    >
      {words.app.sample}
    </Badge>
  );
}
