import { ActionIcon, Button, Group, Menu, TextInput, Tooltip } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { SavedView } from '../../../../api/schema/care';
import { useWords } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { type Filters, NO_FILTERS } from './useFilters';

/** One's own views of the queue, kept on the server: the same at every desk. */
export function ViewsMenu({ filters, choose }: { filters: Filters; choose: (filters: Filters) => void }) {
  const words = useWords();
  const tell = useTell();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const query = useQuery({
    queryKey: ['views'],
    queryFn: () => api<{ items: SavedView[] }>('GET', '/views'),
    staleTime: 60_000,
  });
  const settled = { onError: tell.problem, onSettled: () => queries.invalidateQueries({ queryKey: ['views'] }) };
  const save = useMutation({
    mutationFn: () => {
      const set = Object.entries(filters).filter(([key, value]) => key !== 'search' && value !== '');
      return api('POST', '/views', { body: { name, filters: Object.fromEntries(set) } });
    },
    onSuccess: () => setName(''),
    ...settled,
  });
  const remove = useMutation({ mutationFn: (id: string) => api('DELETE', `/views/${id}`), ...settled });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) save.mutate();
  };
  return (
    <Menu position="bottom-end" width={280} withinPortal closeOnItemClick>
      <Menu.Target>
        <Tooltip label={words.views.title}>
          <ActionIcon variant="subtle" color="gray" c="var(--mantine-color-text)" aria-label={words.views.title}>
            <IconBookmark size={18} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label c="var(--mantine-color-text)">
          {query.data?.items.length ? words.views.title : words.views.none}
        </Menu.Label>
        {(query.data?.items ?? []).map((view) => (
          <Group key={view.id} gap={4} wrap="nowrap">
            <Menu.Item
              style={{ flex: 1, minWidth: 0 }}
              onClick={() => choose({ ...NO_FILTERS, ...(view.filters as Partial<Filters>), search: '' })}
            >
              <span className="clamp-1">{view.name}</span>
            </Menu.Item>
            <ActionIcon
              variant="subtle"
              color="gray"
              c="var(--mantine-color-text)"
              aria-label={words.views.remove(view.name)}
              onClick={() => remove.mutate(view.id)}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </Group>
        ))}
        <Menu.Item onClick={() => choose({ ...NO_FILTERS, view: 'snoozed' })}>{words.queue.views.snoozed}</Menu.Item>
        <Menu.Divider />
        <form onSubmit={submit} style={{ padding: 6 }}>
          <Group gap={6} wrap="nowrap">
            <TextInput
              size="xs"
              style={{ flex: 1 }}
              aria-label={words.views.name}
              placeholder={words.views.name}
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              onKeyDown={(event) => event.stopPropagation()}
            />
            <Button
              size="xs"
              type="submit"
              disabled={!name.trim()}
              loading={save.isPending}
              aria-label={words.views.save}
            >
              {words.common.save}
            </Button>
          </Group>
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}
