import { ActionIcon, Button, Group, Menu, Modal, SegmentedControl, Select, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowsExchange, IconDots, IconHandGrab, IconUserShield, IconZzz } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router-dom';
import type { Colleagues } from '../../../../api/schema/care';
import type { ConversationView } from '../../../../api/schema/conversation';
import { useWords } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { useMay, useSignedIn } from '../../lib/session';
import { span, useNow } from '../../lib/time';
import { useAct } from './useConversation';

const SNOOZES = [15, 60, 4 * 60, 24 * 60];

/** What one does less often: let it sleep, give it to somebody, take it from somebody. */
export function More({ view }: { view: ConversationView }) {
  const words = useWords();
  const { staff } = useSignedIn();
  const may = useMay();
  const now = useNow();
  const [giving, give] = useDisclosure(false);
  const snooze = useAct<{ minutes: number }>(view.id, 'POST', '/snooze');
  const wake = useAct(view.id, 'DELETE', '/snooze');
  const takeOver = useAct<{ from: string }>(view.id, 'POST', '/take-over');
  const mine = view.owner?.id === staff.id;
  const sleeping = view.snoozedUntil !== null && view.snoozedUntil > now;
  const { owner } = view;
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={words.care.more}>
            <IconDots size={19} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mine || (owner && may('conversation.assign')) ? (
            <Menu.Item leftSection={<IconArrowsExchange size={16} />} onClick={give.open}>
              {words.care.transfer}
            </Menu.Item>
          ) : null}
          {owner && !mine && may('conversation.assign') ? (
            <Menu.Item leftSection={<IconHandGrab size={16} />} onClick={() => takeOver.mutate({ from: owner.id })}>
              {words.care.takeOver(owner.name)}
            </Menu.Item>
          ) : null}
          {sleeping ? (
            <Menu.Item leftSection={<IconZzz size={16} />} onClick={() => wake.mutate()}>
              {words.care.wake}
            </Menu.Item>
          ) : (
            SNOOZES.map((minutes) => (
              <Menu.Item key={minutes} leftSection={<IconZzz size={16} />} onClick={() => snooze.mutate({ minutes })}>
                {words.care.snoozeFor(span(minutes * 60_000, words))}
              </Menu.Item>
            ))
          )}
          {may('privacy.act') ? (
            <Menu.Item
              leftSection={<IconUserShield size={16} />}
              component={Link}
              to={`/privacy/person/${encodeURIComponent(view.id)}`}
            >
              {words.privacy.menu}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Transfer view={view} mine={mine} opened={giving} onClose={give.close} />
    </>
  );
}

function Transfer({
  view,
  mine,
  opened,
  onClose,
}: {
  view: ConversationView;
  mine: boolean;
  opened: boolean;
  onClose: () => void;
}) {
  const words = useWords();
  const tell = useTell();
  const [to, setTo] = useState<'person' | 'team'>('person');
  const [staffId, setStaffId] = useState<string | null>(null);
  const [team, setTeam] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const query = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => api<Colleagues>('GET', '/colleagues'),
    enabled: opened,
    staleTime: 60_000,
  });
  const act = useAct<{ staffId: string } | { team: string; note: string }>(view.id, 'POST', '/transfer');
  const body = to === 'person' ? (staffId ? { staffId } : null) : team ? { team, note } : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!body) return;
    act.mutate(body, {
      onSuccess: () => {
        tell.done(words.care.transferred);
        onClose();
      },
    });
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words.care.transferTitle}
      centered
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <form onSubmit={submit}>
        <Stack>
          {mine ? (
            <SegmentedControl
              aria-label={words.care.transferTitle}
              value={to}
              onChange={(next) => setTo(next as 'person')}
              data={[
                { value: 'person', label: words.care.toPerson },
                { value: 'team', label: words.care.toTeam },
              ]}
            />
          ) : null}
          <Text size="sm">{to === 'person' ? words.care.personText : words.care.teamText}</Text>
          {to === 'person' ? (
            <Select
              label={words.care.person}
              searchable
              data={(query.data?.people ?? [])
                .filter((one) => one.id !== view.owner?.id)
                .map((one) => ({ value: one.id, label: one.name }))}
              value={staffId}
              onChange={setStaffId}
              data-autofocus
            />
          ) : (
            <>
              <Select
                label={words.care.team}
                searchable
                data={query.data?.teams ?? []}
                value={team}
                onChange={setTeam}
              />
              <Textarea
                label={words.care.teamNote}
                autosize
                minRows={2}
                maxLength={1000}
                dir="auto"
                value={note}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
            </>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {words.common.cancel}
            </Button>
            <Button type="submit" disabled={!body} loading={act.isPending}>
              {words.care.transfer}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
