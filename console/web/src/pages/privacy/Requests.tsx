import { Anchor, Badge, Button, Group, Modal, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { IconUserShield } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { PatientRequest } from '../../../../api/schema/privacy';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { useSignedIn } from '../../lib/session';
import { fullTime } from '../../lib/time';
import { CardList, ListCard } from '../../parts/Cards';

/** Requests by the day they are due. */
export function Requests() {
  const { words } = useI18n();
  const [status, setStatus] = useState<'open' | 'closed'>('open');
  const query = useQuery({
    queryKey: ['patient-requests', status],
    queryFn: () => api<{ items: PatientRequest[] }>('GET', '/patient-requests', { query: { status } }),
  });
  return (
    <Stack>
      <Group>
        <SegmentedControl
          aria-label={words.privacy.requests}
          value={status}
          onChange={(next) => setStatus(next as 'open')}
          data={[
            { value: 'open', label: words.privacy.open },
            { value: 'closed', label: words.privacy.closed },
          ]}
        />
      </Group>
      <CardList
        query={query}
        none={{ icon: IconUserShield, title: words.privacy.none, text: words.privacy.noneText }}
        keyOf={(one) => one.id}
        card={(one) => <RequestCard request={one} link />}
      />
    </Stack>
  );
}

export function RequestCard({ request, link }: { request: PatientRequest; link: boolean }) {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  const [closing, setClosing] = useState<'done' | 'refused' | null>(null);
  const day = (at: number) => fullTime(at, locale, hospital.zone);
  return (
    <ListCard
      head={
        <>
          <Badge variant="outline" tt="none" color="gray" styles={{ label: { color: 'var(--mantine-color-text)' } }}>
            {words.privacy.kinds[request.kind] ?? request.kind}
          </Badge>
          {request.status === 'open' ? (
            <Text size="xs" c={request.late ? 'var(--late)' : 'dimmed'} fw={request.late ? 700 : 400}>
              {words.privacy.due(day(request.dueAt))}
              {request.late ? ` · ${words.privacy.late}` : ''}
            </Text>
          ) : (
            <Text size="xs" c="dimmed">
              {words.privacy.outcomes[request.status]}
              {request.closedBy ? ` · ${words.privacy.answered(request.closedBy.name)}` : ''}
            </Text>
          )}
        </>
      }
      actions={
        <>
          {link ? (
            <Anchor component={Link} to={`/privacy/person/${encodeURIComponent(request.conversationId)}`} size="sm">
              {words.privacy.person}
            </Anchor>
          ) : null}
          {request.status === 'open' ? (
            <>
              <Button size="compact-sm" variant="default" onClick={() => setClosing('refused')}>
                {words.privacy.refuse}
              </Button>
              {request.kind === 'erase' && request.mine ? null : (
                <Button
                  size="compact-sm"
                  {...(request.kind === 'erase' ? { color: 'red.9' } : {})}
                  onClick={() => setClosing('done')}
                >
                  {request.kind === 'erase' ? words.privacy.eraseNow : words.privacy.done}
                </Button>
              )}
            </>
          ) : null}
        </>
      }
    >
      {request.note ? (
        <Text size="sm" mt={6} className="said" dir="auto">
          {request.note}
        </Text>
      ) : null}
      {request.answer ? (
        <Text size="sm" mt={4} c="dimmed" className="said" dir="auto">
          {request.answer}
        </Text>
      ) : null}
      <Text size="xs" c="dimmed" mt={4}>
        {words.privacy.by(request.openedBy.name, day(request.openedAt))}
        {request.status === 'open' && request.kind === 'erase' && request.mine
          ? ` · ${words.privacy.secondPerson}`
          : ''}
      </Text>
      {closing ? <Close request={request} outcome={closing} onClose={() => setClosing(null)} /> : null}
    </ListCard>
  );
}

function Close(props: { request: PatientRequest; outcome: 'done' | 'refused'; onClose: () => void }) {
  const { request, outcome, onClose } = props;
  const { words } = useI18n();
  const queries = useQueryClient();
  const tell = useTell();
  const [answer, setAnswer] = useState('');
  const erasing = request.kind === 'erase' && outcome === 'done';
  const close = useMutation({
    mutationFn: () => api('POST', `/patient-requests/${request.id}/close`, { body: { outcome, answer } }),
    onSuccess: onClose,
    onError: tell.problem,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['patient-requests'] });
      void queries.invalidateQueries({ queryKey: ['person'] });
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title={words.privacy.kinds[request.kind]}
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <Stack>
        {erasing ? <Text size="sm">{words.privacy.eraseText}</Text> : null}
        {erasing ? null : (
          <Textarea
            label={words.privacy.answer}
            autosize
            minRows={2}
            maxLength={1000}
            value={answer}
            onChange={(event) => setAnswer(event.currentTarget.value)}
            data-autofocus
            dir="auto"
          />
        )}
        <Button {...(erasing ? { color: 'red.9' } : {})} loading={close.isPending} onClick={() => close.mutate()}>
          {erasing ? words.privacy.eraseNow : outcome === 'done' ? words.privacy.done : words.privacy.refuse}
        </Button>
      </Stack>
    </Modal>
  );
}
