import {
  ActionIcon,
  Button,
  Group,
  Menu,
  Modal,
  ScrollArea,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTemplate, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Canned } from '../../../../api/schema/care';
import { LOCALES, OWN_NAMES, useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { useMay, useSignedIn } from '../../lib/session';

/** Ready-made replies in the patient's language first; put into the draft, never sent by themselves. */
export function CannedMenu({ locale, insert }: { locale: string; insert: (text: string) => void }) {
  const { words } = useI18n();
  const { staff, hospital } = useSignedIn();
  const may = useMay();
  const [managing, manage] = useDisclosure(false);
  const query = useQuery({
    queryKey: ['canned'],
    queryFn: () => api<{ items: Canned[] }>('GET', '/canned'),
    staleTime: 60_000,
  });
  const items = [...(query.data?.items ?? [])].sort(
    (a, b) => Number(b.locale === locale) - Number(a.locale === locale),
  );
  const values: Record<string, string> = {
    hospital: hospital.name,
    me: staff.name,
    emergency: hospital.emergency,
    nurse_line: hospital.nurseLine,
  };
  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
  return (
    <>
      <Menu position="top-start" width={320} withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={words.canned.title}>
            <IconTemplate size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label c="var(--mantine-color-text)">{words.canned.title}</Menu.Label>
          <ScrollArea.Autosize mah={300}>
            {items.length === 0 ? (
              <Text size="sm" c="dimmed" p="xs">
                {words.canned.none}
              </Text>
            ) : null}
            {items.map((one) => (
              <Menu.Item key={one.id} onClick={() => insert(filled(one.text))}>
                <Text size="sm" fw={600} className="clamp-1">
                  {one.title} · {one.locale.toUpperCase()}
                </Text>
                <Text size="xs" className="clamp-2" dir="auto">
                  {filled(one.text)}
                </Text>
              </Menu.Item>
            ))}
          </ScrollArea.Autosize>
          {may('canned.write') ? (
            <>
              <Menu.Divider />
              <Menu.Item onClick={manage.open}>{words.canned.manage}</Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Manage opened={managing} onClose={manage.close} items={items} locale={locale} />
    </>
  );
}

function Manage({
  opened,
  onClose,
  items,
  locale: first,
}: {
  opened: boolean;
  onClose: () => void;
  items: readonly Canned[];
  locale: string;
}) {
  const { words } = useI18n();
  const tell = useTell();
  const queries = useQueryClient();
  const [locale, setLocale] = useState(first || 'en');
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const settled = { onError: tell.problem, onSettled: () => queries.invalidateQueries({ queryKey: ['canned'] }) };
  const remove = useMutation({ mutationFn: (id: string) => api('DELETE', `/canned/${id}`), ...settled });
  const add = useMutation({
    mutationFn: () => api('POST', '/canned', { body: { locale, title, text } }),
    onSuccess: () => {
      setTitle('');
      setText('');
    },
    ...settled,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() && text.trim()) add.mutate();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words.canned.manage}
      centered
      size="lg"
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <Stack>
        {items.map((one) => (
          <Group key={one.id} justify="space-between" wrap="nowrap" align="flex-start">
            <div style={{ minWidth: 0 }}>
              <Text size="sm" fw={600} className="said">
                {one.title} · {one.locale.toUpperCase()}
              </Text>
              <Text size="sm" className="said" dir="auto">
                {one.text}
              </Text>
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              c="var(--mantine-color-text)"
              aria-label={`${words.canned.remove}: ${one.title}`}
              onClick={() => remove.mutate(one.id)}
            >
              <IconTrash size={17} />
            </ActionIcon>
          </Group>
        ))}
        <form onSubmit={submit}>
          <Stack>
            <Group grow>
              <TextInput
                label={words.canned.name}
                maxLength={80}
                value={title}
                onChange={(event) => setTitle(event.currentTarget.value)}
              />
              <Select
                label={words.canned.language}
                data={LOCALES.map((one) => ({ value: one, label: OWN_NAMES[one] }))}
                value={locale}
                onChange={(next) => setLocale(next ?? 'en')}
                allowDeselect={false}
              />
            </Group>
            <Textarea
              label={words.canned.text}
              description={words.canned.hint}
              autosize
              minRows={2}
              maxLength={2000}
              dir="auto"
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button type="submit" disabled={!title.trim() || !text.trim()} loading={add.isPending}>
                {words.canned.add}
              </Button>
            </Group>
          </Stack>
        </form>
      </Stack>
    </Modal>
  );
}
