import { Anchor, Badge, Button, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { Visit } from '../../../../api/schema/visits';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { useMay, useSignedIn } from '../../lib/session';
import { clockTime, fullTime } from '../../lib/time';
import { ListCard } from '../../parts/Cards';
import { useCalendar } from './calendar';
import { Overbook } from './Overbook';
import { VisitForm } from './VisitForm';

type Mark = 'arrived' | 'in_room' | 'done' | 'missed';

/** What can happen next to a visit in each of its states. */
const NEXT: Partial<Record<Visit['status'], readonly Mark[]>> = {
  booked: ['arrived', 'missed'],
  arrived: ['in_room', 'done'],
  'checked-in': ['done'],
};

const COLORS: Partial<Record<Visit['status'], string>> = {
  arrived: 'teal',
  'checked-in': 'blue',
  noshow: 'red',
  pending: 'yellow',
};

export function VisitCard({ visit, withDay = false }: { visit: Visit; withDay?: boolean }) {
  const { words, locale } = useI18n();
  const { visits } = words;
  const { hospital } = useSignedIn();
  const may = useMay();
  const calendar = useCalendar();
  const queries = useQueryClient();
  const tell = useTell();
  const [shown, setShown] = useState<'form' | 'overbook' | 'missed' | null>(null);
  const mark = useMutation({
    mutationFn: (as: Mark) => api('POST', `/visits/${visit.id}/mark`, { body: { as } }),
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['visits'] }),
  });
  const marked = (as: Mark) => {
    if (as === 'missed') setShown('missed');
    else mark.mutate(as);
  };
  const time = withDay ? fullTime : clockTime;
  const notes = [
    visit.overbooked ? visits.overbooked : '',
    visit.movedFrom ? visits.moved(fullTime(visit.movedFrom.start, locale, hospital.zone)) : '',
    visit.movedTo ? visits.movedAway : '',
    visit.cancelledBy ? (visits.cancelledBy[visit.cancelledBy] ?? '') : '',
    visits.forms[visit.form] ?? '',
    visit.status === 'booked' ? (visit.confirmed ? visits.confirmed : visits.unconfirmed) : '',
  ].filter((one) => one !== '');
  return (
    <ListCard
      head={
        <>
          <Text fw={700} component="time" dateTime={new Date(visit.start).toISOString()}>
            {time(visit.start, locale, hospital.zone)}
          </Text>
          <Badge
            variant="light"
            tt="none"
            color={COLORS[visit.status] ?? 'gray'}
            styles={{ label: { color: 'var(--mantine-color-text)' } }}
          >
            {visits.status[visit.status] ?? visit.status}
          </Badge>
        </>
      }
      actions={
        <>
          {may('visit.act')
            ? (NEXT[visit.status] ?? []).map((as) => (
                <Button
                  key={as}
                  size="compact-sm"
                  variant={as === 'missed' ? 'default' : 'filled'}
                  loading={mark.isPending && mark.variables === as}
                  onClick={() => marked(as)}
                >
                  {visits.marks[as]}
                </Button>
              ))
            : null}
          <Button size="compact-sm" variant="default" onClick={() => setShown('form')}>
            {visits.open}
          </Button>
          {may('visit.overbook') ? (
            <Button size="compact-sm" variant="default" onClick={() => setShown('overbook')}>
              {visits.overbook}
            </Button>
          ) : null}
          {may('conversation.read') ? (
            <Anchor component={Link} to={`/queue/${encodeURIComponent(visit.conversationId)}`} size="sm">
              {visits.conversation}
            </Anchor>
          ) : null}
        </>
      }
    >
      <Text fw={650} style={{ overflowWrap: 'anywhere' }}>
        <bdi>{visit.patient ?? visits.unnamed}</bdi>
      </Text>
      <Text size="sm">
        {calendar.service(visit.service)} · {calendar.practitioner(visit.practitioner)} ·{' '}
        {calendar.place(visit.location)}
      </Text>
      {notes.length > 0 ? (
        <Text size="sm" c="dimmed">
          {notes.join(' · ')}
        </Text>
      ) : null}
      {shown === 'missed' ? (
        <Modal
          opened
          onClose={() => setShown(null)}
          title={visits.marks.missed}
          centered
          closeButtonProps={{ 'aria-label': words.common.close }}
        >
          <Stack>
            <Text size="sm">{visits.missedSure}</Text>
            <Button
              onClick={() => {
                setShown(null);
                mark.mutate('missed');
              }}
            >
              {visits.marks.missed}
            </Button>
          </Stack>
        </Modal>
      ) : null}
      {shown === 'form' ? <VisitForm id={visit.id} onClose={() => setShown(null)} /> : null}
      {shown === 'overbook' ? <Overbook visit={visit} onClose={() => setShown(null)} /> : null}
    </ListCard>
  );
}
