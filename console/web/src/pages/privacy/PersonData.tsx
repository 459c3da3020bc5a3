import { Alert, Anchor, Button, Group, Select, Stack, Table, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import type { PersonSheet } from '../../../../api/schema/privacy';
import { useI18n } from '../../i18n';
import { address, api, type Method } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { readable, worded } from '../../lib/readable';
import { useSignedIn } from '../../lib/session';
import { fullTime } from '../../lib/time';
import { Card, Loaded, Page } from '../../parts/Page';
import { RequestCard } from './Requests';

/** Everything one needs to answer a patient who asks about their own data. */
export default function PersonData() {
  const { words } = useI18n();
  const { id = '' } = useParams();
  const path = `/conversations/${encodeURIComponent(id)}/person`;
  const query = useQuery({ queryKey: ['person', id], queryFn: () => api<PersonSheet>('GET', path) });
  return (
    <Page
      title={words.privacy.person}
      actions={
        <>
          <Anchor component={Link} to="/privacy/requests" size="sm">
            {words.privacy.requests}
          </Anchor>
          <Anchor component={Link} to={`/queue/${encodeURIComponent(id)}`} size="sm">
            {words.privacy.goTo}
          </Anchor>
        </>
      }
    >
      <Loaded query={query}>{(sheet) => <Sheet sheet={sheet} path={path} />}</Loaded>
    </Page>
  );
}

function useChange(path: string, said: string) {
  const queries = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: ({ method, to, body }: { method: Method; to: string; body?: unknown }) =>
      api(method, `${path}${to}`, body === undefined ? {} : { body }),
    onSuccess: () => tell.done(said),
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['person'] }),
  });
}

function Sheet({ sheet, path }: { sheet: PersonSheet; path: string }) {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  return (
    <Stack>
      {sheet.label ? (
        <Text fw={650} className="said" dir="auto">
          {sheet.label}
        </Text>
      ) : null}
      {sheet.erasedAt ? (
        <Alert color="gray">{words.privacy.erased(fullTime(sheet.erasedAt, locale, hospital.zone))}</Alert>
      ) : null}
      {sheet.requests.map((one) => (
        <RequestCard key={one.id} request={one} link={false} />
      ))}
      <Enter path={path} />
      <Card title={words.privacy.kept} text={words.privacy.keptText(sheet.conversations)}>
        <Stack gap="sm">
          <Group gap="sm">
            <Button component="a" href={address(`${path}/export.json`)} download variant="default" size="sm">
              {words.privacy.exportJson}
            </Button>
            <Button component="a" href={address(`${path}/export.fhir.json`)} download variant="default" size="sm">
              {words.privacy.exportFhir}
            </Button>
          </Group>
          <Table verticalSpacing={4} fz="sm" maw={420}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.privacy.table}</Table.Th>
                <Table.Th>{words.privacy.rows}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sheet.kept.map((one) => (
                <Table.Tr key={one.table}>
                  <Table.Td>{worded(words.trail.tables, one.table)}</Table.Td>
                  <Table.Td>{one.rows}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Stack>
      </Card>
      <Corrections sheet={sheet} path={path} />
      <Hold sheet={sheet} path={path} />
    </Stack>
  );
}

function Enter({ path }: { path: string }) {
  const { words } = useI18n();
  const [kind, setKind] = useState('know');
  const [note, setNote] = useState('');
  const enter = useChange(path, words.privacy.entered);
  return (
    <Card title={words.privacy.request}>
      <Stack gap="sm" maw={560}>
        <Select
          label={words.privacy.kind}
          allowDeselect={false}
          value={kind}
          onChange={(next) => setKind(next ?? 'know')}
          data={Object.entries(words.privacy.kinds).map(([value, label]) => ({ value, label }))}
        />
        <Textarea
          label={words.privacy.note}
          autosize
          minRows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          dir="auto"
        />
        <Group>
          <Button
            disabled={!note.trim()}
            loading={enter.isPending}
            onClick={() =>
              enter.mutate({ method: 'POST', to: '/requests', body: { kind, note } }, { onSuccess: () => setNote('') })
            }
          >
            {words.privacy.enter}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

function Corrections({ sheet, path }: { sheet: PersonSheet; path: string }) {
  const { words } = useI18n();
  const all = [
    ...sheet.profile.map((one) => ({ ...one, where: 'profile' as const })),
    ...sheet.facts.map((one) => ({ ...one, where: 'facts' as const })),
  ];
  return (
    <Card title={words.privacy.facts} text={words.privacy.factsText}>
      {all.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.privacy.noFacts}
        </Text>
      ) : (
        <Stack gap="sm">
          {all.map((one) => (
            <Correction key={`${one.where} ${one.name} ${one.value}`} fact={one} path={path} />
          ))}
        </Stack>
      )}
    </Card>
  );
}

type Fact = PersonSheet['facts'][number] & { where: 'facts' | 'profile' };

function Correction({ fact, path }: { fact: Fact; path: string }) {
  const { words } = useI18n();
  const [value, setValue] = useState(String(fact.value));
  const correct = useChange(path, words.privacy.corrected);
  /** What was typed, as the kind of value it was. */
  const typed = (): string | number | boolean =>
    typeof fact.value === 'number' ? Number(value) : typeof fact.value === 'boolean' ? value === 'true' : value;
  const send = (next: string | number | boolean | null) =>
    correct.mutate({ method: 'POST', to: '/correct', body: { where: fact.where, name: fact.name, value: next } });
  return (
    <Group gap="xs" align="flex-end">
      <TextInput
        label={words.labels[fact.name] ?? readable(fact.name)}
        style={{ flex: '1 1 200px', maxWidth: 340 }}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        dir="auto"
      />
      <Button
        variant="default"
        disabled={value === String(fact.value) || (typeof fact.value === 'number' && Number.isNaN(Number(value)))}
        loading={correct.isPending}
        onClick={() => send(typed())}
      >
        {words.privacy.correct}
      </Button>
      <Button variant="subtle" color="red" onClick={() => send(null)}>
        {words.privacy.remove}
      </Button>
    </Group>
  );
}

function Hold({ sheet, path }: { sheet: PersonSheet; path: string }) {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  const [reason, setReason] = useState('');
  const change = useChange(path, words.privacy.saved);
  return (
    <Card title={words.privacy.hold} text={words.privacy.holdText}>
      {sheet.hold ? (
        <Stack gap="xs" align="flex-start">
          <Text size="sm" className="said" dir="auto">
            {sheet.hold.reason}
          </Text>
          <Text size="xs" c="dimmed">
            {words.privacy.held(sheet.hold.by.name, fullTime(sheet.hold.at, locale, hospital.zone))}
          </Text>
          <Button
            variant="default"
            loading={change.isPending}
            onClick={() => change.mutate({ method: 'DELETE', to: '/hold' })}
          >
            {words.privacy.holdLift}
          </Button>
        </Stack>
      ) : (
        <Group gap="xs" align="flex-end">
          <TextInput
            label={words.privacy.holdReason}
            style={{ flex: '1 1 240px', maxWidth: 480 }}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={reason.trim().length < 3}
            loading={change.isPending}
            onClick={() => change.mutate({ method: 'PUT', to: '/hold', body: { reason } })}
          >
            {words.privacy.holdSet}
          </Button>
        </Group>
      )}
    </Card>
  );
}
