import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconCalendarOff, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Visit } from '../../../../api/schema/visits';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useMay } from '../../lib/session';
import { CardList } from '../../parts/Cards';
import { Loaded } from '../../parts/Page';
import { shiftDay, useCalendar } from './calendar';
import { RunningLate } from './RunningLate';
import { VisitCard } from './VisitCard';

const RUNNING = new Set<Visit['status']>(['booked', 'pending', 'arrived', 'checked-in']);

/** Everybody of one day, in the order they come, narrowed to a place or practitioner. */
export function DayList() {
  const { words } = useI18n();
  const { visits } = words;
  const may = useMay();
  const calendar = useCalendar();
  const [chosen, setChosen] = useState<string | null>(null);
  const [location, setLocation] = useState<string | null>(null);
  const [practitioner, setPractitioner] = useState<string | null>(null);
  const [late, setLate] = useState(false);
  const today = calendar.query.data?.today;
  const day = chosen ?? today;
  const narrowed = { ...(location ? { location } : {}), ...(practitioner ? { practitioner } : {}) };
  const list = useQuery({
    queryKey: ['visits', day, location, practitioner],
    queryFn: () => api<{ day: string; items: Visit[] }>('GET', '/visits', { query: { day: day ?? '', ...narrowed } }),
    enabled: day !== undefined,
    placeholderData: (before) => before,
    refetchInterval: 30_000,
  });
  return (
    <Loaded query={calendar.query}>
      {({ locations, practitioners }) => (
        <Stack gap="md">
          <Group gap="xs" align="end">
            <Group gap={4} align="end" wrap="nowrap">
              <ActionIcon
                variant="default"
                size="input-sm"
                aria-label={visits.before}
                onClick={() => setChosen(shiftDay(day!, -1))}
              >
                <IconChevronLeft size={16} />
              </ActionIcon>
              <TextInput
                type="date"
                label={visits.date}
                value={day}
                onChange={(event) => setChosen(event.currentTarget.value || null)}
              />
              <ActionIcon
                variant="default"
                size="input-sm"
                aria-label={visits.after}
                onClick={() => setChosen(shiftDay(day!, 1))}
              >
                <IconChevronRight size={16} />
              </ActionIcon>
              {day === today ? null : (
                <Button variant="default" onClick={() => setChosen(null)}>
                  {visits.today}
                </Button>
              )}
            </Group>
            <Select
              label={visits.place}
              placeholder={visits.everywhere}
              data={locations.map(({ id }) => ({ value: id, label: calendar.place(id) }))}
              value={location}
              onChange={setLocation}
              clearable
            />
            <Select
              label={visits.doctor}
              placeholder={visits.everybody}
              data={practitioners.map(({ id, name }) => ({ value: id, label: name }))}
              value={practitioner}
              onChange={setPractitioner}
              clearable
              searchable
            />
            {may('visit.act') ? (
              <Button variant="light" onClick={() => setLate(true)}>
                {visits.late}
              </Button>
            ) : null}
          </Group>
          <CardList
            query={list}
            none={{ icon: IconCalendarOff, title: visits.none, text: visits.noneText }}
            lead={(items) => (
              <Text size="sm" c="dimmed" role="status">
                {visits.count(items.filter((one) => RUNNING.has(one.status)).length, items.length)}
              </Text>
            )}
            keyOf={(visit) => visit.id}
            card={(visit) => <VisitCard visit={visit} />}
          />
          {late && day !== undefined ? (
            <RunningLate where={{ day, ...narrowed }} onClose={() => setLate(false)} />
          ) : null}
        </Stack>
      )}
    </Loaded>
  );
}
