import { Button, Group, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { QueueChoices } from '../../../../api/schema/queue';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { type Filters, NO_FILTERS } from './useFilters';

type Narrowing = 'channel' | 'locale' | 'team' | 'reason';

/** By channel, language, service and reason; services and reasons are those that wait now. */
export function FilterFields({ filters, set }: { filters: Filters; set: (filters: Filters) => void }) {
  const { words, locale } = useI18n();
  const { queue } = words;
  const query = useQuery({
    queryKey: ['queue-choices', locale],
    queryFn: () => api<QueueChoices>('GET', '/queue/choices'),
  });
  const options = (names: Record<string, string>) => Object.entries(names).map(([value, label]) => ({ value, label }));
  /** What a saved view asks for stays to be seen, even if nothing of it waits. */
  const kept = (list: { value: string; label: string }[], value: string) =>
    value === '' || list.some((one) => one.value === value) ? list : [...list, { value, label: value }];
  const teams = (query.data?.teams ?? []).map((value) => ({ value, label: value }));
  const reasons = (query.data?.reasons ?? []).map(({ value, text }) => ({
    value,
    label: words.reasons[value] ?? text,
  }));
  const fields: [Narrowing, string, { value: string; label: string }[]][] = [
    ['channel', queue.anyChannel, options(words.channel)],
    ['locale', queue.anyLanguage, options(words.languageName)],
    ['team', queue.anyTeam, teams],
    ['reason', queue.anyReason, reasons],
  ];
  return (
    <Stack gap={6}>
      {[fields.slice(0, 2), fields.slice(2)].map((row) => (
        <Group key={row[0]![0]} gap={6} grow>
          {row.map(([name, label, list]) => (
            <Select
              key={name}
              size="xs"
              clearable
              aria-label={label}
              placeholder={label}
              data={kept(list, filters[name])}
              value={filters[name] || null}
              onChange={(value) => set({ ...filters, [name]: value ?? '' })}
            />
          ))}
        </Group>
      ))}
      <Button size="compact-xs" variant="subtle" onClick={() => set({ ...NO_FILTERS, view: filters.view })}>
        {queue.clear}
      </Button>
    </Stack>
  );
}
