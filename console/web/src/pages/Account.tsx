import { Badge, Button, Code, Group, PasswordInput, Stack, Table, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { SessionItem, TotpSetup } from '../../../api/schema/office';
import { useI18n } from '../i18n';
import { api } from '../lib/api';
import { useTell } from '../lib/problem';
import { useSignedIn } from '../lib/session';
import { fullTime } from '../lib/time';
import { Card, Loaded, Page } from '../parts/Page';
import { ChangePasswordForm } from './SignIn';

/** One's own password, second factor and sessions. */
export default function AccountPage() {
  const { words } = useI18n();
  const tell = useTell();
  return (
    <Page title={words.account.title}>
      <Stack maw={640}>
        <Card title={words.account.second}>
          <SecondFactor />
        </Card>
        <HospitalAccount />
        <Card title={words.account.sessions}>
          <Sessions />
        </Card>
        <Card title={words.account.password}>
          <ChangePasswordForm onDone={() => tell.done(words.account.changed)} />
        </Card>
      </Stack>
    </Page>
  );
}

/** Joins one's own account to the hospital's identity provider, where there is one. */
function HospitalAccount() {
  const { words } = useI18n();
  const tell = useTell();
  const options = useQuery({
    queryKey: ['sign-in-options'],
    queryFn: () => api<{ sso: boolean }>('GET', '/session/options'),
  });
  const join = useMutation({
    mutationFn: () => api<{ url: string }>('POST', '/session/sso'),
    onSuccess: ({ url }) => window.location.assign(url),
    onError: tell.problem,
  });
  if (!options.data?.sso) return null;
  return (
    <Card title={words.account.hospitalAccount} text={words.account.hospitalAccountText}>
      <Button variant="default" loading={join.isPending} onClick={() => join.mutate()}>
        {words.account.join}
      </Button>
    </Card>
  );
}

function SecondFactor() {
  const { words } = useI18n();
  const { staff } = useSignedIn();
  const queries = useQueryClient();
  const tell = useTell();
  const [setup, setSetup] = useState<TotpSetup | null>(null);
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const again = () => queries.invalidateQueries({ queryKey: ['session'] });
  const begin = useMutation({
    mutationFn: () => api<TotpSetup>('GET', '/session/totp'),
    onSuccess: setSetup,
    onError: tell.problem,
  });
  const confirm = useMutation({
    mutationFn: () => api('POST', '/session/totp', { body: { code, secret: setup?.secret } }),
    onSuccess: async () => {
      setSetup(null);
      setCode('');
      await again();
    },
    onError: tell.problem,
  });
  const remove = useMutation({
    mutationFn: () => api('POST', '/session/totp/remove', { body: { password } }),
    onSuccess: async () => {
      setPassword('');
      await again();
    },
    onError: tell.problem,
  });
  const submit = (run: () => void) => (event: FormEvent) => {
    event.preventDefault();
    run();
  };
  if (staff.secondFactor) {
    return (
      <form onSubmit={submit(() => password && remove.mutate())}>
        <Stack>
          <Text size="sm">{words.account.secondOn}</Text>
          <PasswordInput
            label={words.signIn.password}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': words.signIn.showPassword }}
          />
          <Group>
            <Button type="submit" variant="default" disabled={!password} loading={remove.isPending}>
              {words.account.turnOff}
            </Button>
          </Group>
        </Stack>
      </form>
    );
  }
  if (!setup) {
    return (
      <Stack>
        <Text size="sm">{words.account.secondOff}</Text>
        <Group>
          <Button onClick={() => begin.mutate()} loading={begin.isPending}>
            {words.account.turnOn}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <form onSubmit={submit(() => code.length === 6 && confirm.mutate())}>
      <Stack>
        <Text size="sm">{words.account.scan}</Text>
        <img
          src={`data:image/svg+xml;base64,${btoa(setup.picture)}`}
          width={190}
          height={190}
          alt={words.account.picture}
          style={{ background: '#fff', borderRadius: 8 }}
        />
        <Text size="sm">
          {words.account.key}: <Code style={{ overflowWrap: 'anywhere' }}>{setup.secret}</Code>
        </Text>
        <TextInput
          label={words.signIn.code}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value.replace(/\D/g, '').slice(0, 6))}
          inputMode="numeric"
          autoComplete="one-time-code"
          w={200}
        />
        <Group>
          <Button type="submit" disabled={code.length !== 6} loading={confirm.isPending}>
            {words.account.confirm}
          </Button>
          <Button variant="default" onClick={() => setSetup(null)}>
            {words.common.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Sessions() {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  const queries = useQueryClient();
  const tell = useTell();
  const query = useQuery({ queryKey: ['sessions'], queryFn: () => api<{ items: SessionItem[] }>('GET', '/sessions') });
  const end = useMutation({
    mutationFn: (id: string) => api('DELETE', `/sessions/${id}`),
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const time = (at: number) => fullTime(at, locale, hospital.zone);
  return (
    <Loaded query={query}>
      {({ items }) => (
        <Table verticalSpacing="sm">
          <Table.Tbody>
            {items.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td>
                  <Group gap={8}>
                    <Text size="sm" fw={600}>
                      {one.agent}
                    </Text>
                    {one.current ? (
                      <Badge tt="none" variant="filled">
                        {words.account.current}
                      </Badge>
                    ) : null}
                  </Group>
                  <Text size="xs" c="dimmed">
                    {words.account.since(time(one.createdAt))} · {words.account.seen(time(one.lastSeenAt))}
                  </Text>
                </Table.Td>
                <Table.Td ta="right">
                  {one.current ? null : (
                    <Button size="compact-sm" variant="default" onClick={() => end.mutate(one.id)}>
                      {words.account.end}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Loaded>
  );
}
