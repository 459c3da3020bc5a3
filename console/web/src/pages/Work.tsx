import { Anchor, Badge, Button, Group, Modal, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router-dom';
import type { Task } from '../../../api/schema/care';
import { useI18n } from '../i18n';
import { api } from '../lib/api';
import { useTell } from '../lib/problem';
import { useSignedIn } from '../lib/session';
import { fullTime } from '../lib/time';
import { CardList, ListCard } from '../parts/Cards';
import { Page } from '../parts/Page';

export default function WorkPage() {
  const { words } = useI18n();
  const [status, setStatus] = useState<'open' | 'done'>('open');
  const [kind, setKind] = useState('');
  const [finishing, setFinishing] = useState<Task | null>(null);
  const query = useQuery({
    queryKey: ['tasks', status, kind],
    queryFn: () => api<{ items: Task[]; kinds: string[] }>('GET', '/tasks', { query: { status, kind } }),
    placeholderData: (before) => before,
  });
  const kinds = query.data?.kinds ?? [];
  return (
    <Page
      title={words.work.title}
      actions={
        <SegmentedControl
          aria-label={words.people.status}
          value={status}
          onChange={(next) => setStatus(next as 'open')}
          data={[
            { value: 'open', label: words.work.open },
            { value: 'done', label: words.work.done },
          ]}
        />
      }
    >
      {kinds.length > 1 ? (
        <Group gap={6} mb="md" role="group" aria-label={words.work.title}>
          {['', ...kinds].map((one) => (
            <Button
              key={one}
              size="compact-sm"
              variant={kind === one ? 'filled' : 'default'}
              aria-pressed={kind === one}
              onClick={() => setKind(one)}
            >
              {one === '' ? words.work.all : (words.work.kinds[one] ?? one)}
            </Button>
          ))}
        </Group>
      ) : null}
      <CardList
        query={query}
        none={{ icon: IconChecklist, title: words.work.none, text: words.work.noneText }}
        keyOf={(task) => task.id}
        card={(task) => <TaskCard task={task} finish={() => setFinishing(task)} />}
      />
      {finishing ? <Finish task={finishing} onClose={() => setFinishing(null)} /> : null}
    </Page>
  );
}

function TaskCard({ task, finish }: { task: Task; finish: () => void }) {
  const { words, locale } = useI18n();
  const { staff, hospital } = useSignedIn();
  const queries = useQueryClient();
  const tell = useTell();
  const take = useMutation({
    mutationFn: () => api('POST', `/tasks/${task.id}/take`),
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['tasks'] }),
  });
  return (
    <ListCard
      head={
        <>
          <Badge variant="outline" tt="none" color="gray" styles={{ label: { color: 'var(--mantine-color-text)' } }}>
            {words.work.kinds[task.kind] ?? task.kind}
          </Badge>
          {task.dueAt ? (
            <Text size="xs" c={task.late ? 'var(--late)' : 'dimmed'} fw={task.late ? 700 : 400}>
              {words.work.due(fullTime(task.dueAt, locale, hospital.zone))}
              {task.late ? ` · ${words.work.late}` : ''}
            </Text>
          ) : null}
          {task.owner ? (
            <Text size="xs" c="dimmed">
              {words.queue.owner(task.owner.id === staff.id ? words.common.you : task.owner.name)}
            </Text>
          ) : null}
        </>
      }
      actions={
        <>
          <Anchor component={Link} to={`/queue/${encodeURIComponent(task.conversationId)}`} size="sm">
            {words.work.goTo}
          </Anchor>
          {task.status === 'open' && task.owner === null ? (
            <Button size="compact-sm" loading={take.isPending} onClick={() => take.mutate()}>
              {words.work.take}
            </Button>
          ) : null}
          {task.status === 'open' && task.owner?.id === staff.id ? (
            <Button size="compact-sm" onClick={finish}>
              {words.work.finish}
            </Button>
          ) : null}
        </>
      }
    >
      {task.patient ? (
        <Text fw={650} size="sm" mt={4}>
          <bdi>{task.patient}</bdi>
        </Text>
      ) : null}
      <Text size="sm" mt={4} className="said" dir="auto">
        {task.summary}
      </Text>
      {task.outcome ? (
        <Text size="sm" mt={4} c="dimmed" className="said" dir="auto">
          {task.outcome}
        </Text>
      ) : null}
    </ListCard>
  );
}

function Finish({ task, onClose }: { task: Task; onClose: () => void }) {
  const { words } = useI18n();
  const queries = useQueryClient();
  const tell = useTell();
  const [outcome, setOutcome] = useState('');
  const finish = useMutation({
    mutationFn: () => api('POST', `/tasks/${task.id}/finish`, { body: { outcome } }),
    onSuccess: onClose,
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['tasks'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (outcome.trim()) finish.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.work.finish}
      centered
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm" className="said" dir="auto">
            {task.summary}
          </Text>
          <Textarea
            label={words.work.outcome}
            autosize
            minRows={2}
            maxLength={500}
            value={outcome}
            onChange={(event) => setOutcome(event.currentTarget.value)}
            data-autofocus
            required
            withAsterisk={false}
            dir="auto"
          />
          <Button type="submit" loading={finish.isPending} disabled={!outcome.trim()}>
            {words.work.finish}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
