import {
  ActionIcon,
  Badge,
  Button,
  Checkbox,
  Code,
  CopyButton,
  Group,
  Menu,
  Modal,
  Stack,
  Table,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { IconDots, IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { OneTime, StaffView } from '../../../api/schema/office';
import { useI18n } from '../i18n';
import { api } from '../lib/api';
import { useTell } from '../lib/problem';
import { useSignedIn } from '../lib/session';
import { fullTime } from '../lib/time';
import { Loaded, Page, WideTable } from '../parts/Page';

type Editing = StaffView | 'new' | null;

/** Everybody with an account: added with a one-time password, changed, deactivated, reset. */
export default function PeoplePage() {
  const { words } = useI18n();
  const [editing, setEditing] = useState<Editing>(null);
  const [once, setOnce] = useState<OneTime | null>(null);
  const query = useQuery({ queryKey: ['staff'], queryFn: () => api<{ items: StaffView[] }>('GET', '/staff') });
  return (
    <Page
      title={words.people.title}
      actions={
        <Button leftSection={<IconUserPlus size={17} />} onClick={() => setEditing('new')}>
          {words.people.add}
        </Button>
      }
    >
      <Loaded query={query}>
        {({ items }) => (
          <div className="card">
            <WideTable minWidth={760}>
              <Table className="stacked" verticalSpacing="sm" horizontalSpacing="md">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{words.people.name}</Table.Th>
                    <Table.Th>{words.people.roles}</Table.Th>
                    <Table.Th>{words.people.teams}</Table.Th>
                    <Table.Th>{words.people.status}</Table.Th>
                    <Table.Th>{words.people.lastSeen}</Table.Th>
                    <Table.Th aria-label={words.care.more} />
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((staff) => (
                    <PersonRow key={staff.id} staff={staff} edit={() => setEditing(staff)} reset={setOnce} />
                  ))}
                </Table.Tbody>
              </Table>
            </WideTable>
          </div>
        )}
      </Loaded>
      {editing ? <Editor staff={editing} onClose={() => setEditing(null)} added={setOnce} /> : null}
      {once ? <OneTimePassword once={once} onClose={() => setOnce(null)} /> : null}
    </Page>
  );
}

function PersonRow({ staff, edit, reset }: { staff: StaffView; edit: () => void; reset: (once: OneTime) => void }) {
  const { words, locale } = useI18n();
  const { hospital, staff: me } = useSignedIn();
  const queries = useQueryClient();
  const tell = useTell();
  const settled = { onError: tell.problem, onSettled: () => queries.invalidateQueries({ queryKey: ['staff'] }) };
  const change = useMutation({
    mutationFn: (active: boolean) => api('PATCH', `/staff/${staff.id}`, { body: { active } }),
    ...settled,
  });
  const renew = useMutation({
    mutationFn: () => api<OneTime>('POST', `/staff/${staff.id}/reset`),
    onSuccess: reset,
    ...settled,
  });
  return (
    <Table.Tr>
      <Table.Td data-label={words.people.name}>
        <Text size="sm" fw={650} className="said">
          {staff.name}
        </Text>
        <Text size="xs" c="dimmed" className="said">
          {staff.username}
        </Text>
      </Table.Td>
      <Table.Td data-label={words.people.roles}>
        <Group gap={4}>
          {staff.roles.map((one) => (
            <Badge
              key={one}
              variant="light"
              tt="none"
              color="gray"
              styles={{ label: { color: 'var(--mantine-color-text)' } }}
            >
              {words.people.role[one] ?? one}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td data-label={words.people.teams}>
        <Text size="sm" className="said">
          {staff.teams.join(', ') || '–'}
        </Text>
      </Table.Td>
      <Table.Td data-label={words.people.status}>
        <Text size="sm">
          {staff.active ? (staff.waiting ? words.people.waiting : words.people.active) : words.people.inactive}
        </Text>
        <Text size="xs" c="dimmed">
          {staff.secondFactor ? words.people.second : words.people.noSecond}
        </Text>
      </Table.Td>
      <Table.Td data-label={words.people.lastSeen}>
        <Text size="sm">
          {staff.lastSeenAt ? fullTime(staff.lastSeenAt, locale, hospital.zone) : words.people.never}
        </Text>
      </Table.Td>
      <Table.Td>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              c="var(--mantine-color-text)"
              aria-label={`${words.care.more}: ${staff.name}`}
            >
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={edit}>{words.people.edit}</Menu.Item>
            <Menu.Item onClick={() => renew.mutate()} disabled={staff.id === me.id}>
              {words.people.reset}
            </Menu.Item>
            <Menu.Item onClick={() => change.mutate(!staff.active)} disabled={staff.id === me.id}>
              {staff.active ? words.people.deactivate : words.people.activate}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Table.Td>
    </Table.Tr>
  );
}

function Editor({
  staff,
  onClose,
  added,
}: {
  staff: StaffView | 'new';
  onClose: () => void;
  added: (once: OneTime) => void;
}) {
  const { words, locale } = useI18n();
  const queries = useQueryClient();
  const tell = useTell();
  const known = staff === 'new' ? undefined : staff;
  const [username, setUsername] = useState(known?.username ?? '');
  const [name, setName] = useState(known?.name ?? '');
  const [roles, setRoles] = useState<string[]>(known?.roles ?? ['nurse']);
  const [teams, setTeams] = useState<string[]>(known?.teams ?? []);
  const save = useMutation({
    mutationFn: () =>
      known
        ? api<OneTime | { ok: true }>('PATCH', `/staff/${known.id}`, { body: { name, roles, teams } })
        : api<OneTime>('POST', '/staff', { body: { username, name, roles, teams, locale } }),
    onSuccess: (reply) => {
      if ('password' in reply) added(reply);
      onClose();
    },
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['staff'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && username.trim() && roles.length > 0) save.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={known ? words.people.edit : words.people.add}
      centered
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={words.people.name}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={100}
            required
            withAsterisk={false}
            data-autofocus
          />
          <TextInput
            label={words.people.username}
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
            readOnly={known !== undefined}
            maxLength={64}
            autoCapitalize="none"
            spellCheck={false}
            required
            withAsterisk={false}
          />
          <Checkbox.Group label={words.people.roles} value={roles} onChange={setRoles}>
            <Stack gap={6} mt={6}>
              {Object.entries(words.people.role).map(([value, label]) => (
                <Checkbox key={value} value={value} label={label} />
              ))}
            </Stack>
          </Checkbox.Group>
          <TagsInput
            label={words.people.teams}
            description={words.people.teamsHint}
            value={teams}
            onChange={setTeams}
            clearable={false}
          />
          <Button
            type="submit"
            loading={save.isPending}
            disabled={!name.trim() || !username.trim() || roles.length === 0}
          >
            {words.common.save}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}

function OneTimePassword({ once, onClose }: { once: OneTime; onClose: () => void }) {
  const { words } = useI18n();
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.people.oneTimeTitle}
      centered
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <Stack>
        <Text size="sm">{words.people.oneTimeText(once.username)}</Text>
        <Code block fz="md" ta="center" style={{ userSelect: 'all' }}>
          {once.password}
        </Code>
        <CopyButton value={once.password}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? words.common.copied : words.people.copy}
            </Button>
          )}
        </CopyButton>
      </Stack>
    </Modal>
  );
}
