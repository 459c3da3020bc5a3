import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp, IconCircleCheck } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { ConversationView } from '../../../../api/schema/conversation';
import { useWords } from '../../i18n';
import { useDraft } from '../../lib/draft';
import { useSignedIn } from '../../lib/session';
import { useAct } from './useConversation';
import { useUndo } from './useUndo';

/** The two ways to end: give the thread back with the flags open, or close them with an outcome. */
export function EndingButtons({ view }: { view: ConversationView }) {
  const words = useWords();
  const [handingBack, handBack] = useDisclosure(false);
  const [closing, close] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconArrowBackUp size={17} />} onClick={handBack.open} px="sm">
        {words.conversation.handBack}
      </Button>
      <Button leftSection={<IconCircleCheck size={17} />} onClick={close.open} px="sm">
        {words.conversation.closeAction}
      </Button>
      <HandBack view={view} opened={handingBack} onClose={handBack.close} />
      <Close view={view} opened={closing} onClose={close.close} />
    </>
  );
}

interface EndingProps {
  view: ConversationView;
  opened: boolean;
  onClose: () => void;
}

function HandBack({ view, opened, onClose }: EndingProps) {
  const words = useWords();
  const { staff } = useSignedIn();
  const [note, setNote] = useDraft(`${staff.id}.${view.id}.handback`);
  const act = useAct<{ note: string }>(view.id, 'POST', '/hand-back');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate(
      { note },
      {
        onSuccess: () => {
          setNote('');
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words.conversation.handBackTitle}
      centered
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{words.conversation.handBackText}</Text>
          <Textarea
            label={words.conversation.handBackNote}
            description={words.conversation.handBackHint}
            autosize
            minRows={2}
            maxLength={1000}
            dir="auto"
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {words.common.cancel}
            </Button>
            <Button type="submit" loading={act.isPending}>
              {words.conversation.handBack}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Close({ view, opened, onClose }: EndingProps) {
  const words = useWords();
  const { staff } = useSignedIn();
  const [outcome, setOutcome] = useState<string | null>(null);
  const [reason, setReason] = useDraft(`${staff.id}.${view.id}.close`);
  const act = useAct<{ outcome: string; reason: string }>(view.id, 'POST', '/close');
  const undo = useUndo(view.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!outcome || !reason.trim()) return;
    act.mutate(
      { outcome, reason: reason.trim() },
      {
        onSuccess: () => {
          setReason('');
          onClose();
          undo.offer(words.care.closed);
        },
      },
    );
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words.conversation.closeTitle}
      centered
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{words.conversation.closeText}</Text>
          <Select
            label={words.conversation.outcome}
            data={Object.entries(words.conversation.outcomes).map(([value, label]) => ({ value, label }))}
            value={outcome}
            onChange={setOutcome}
            required
            withAsterisk={false}
            data-autofocus
          />
          <Textarea
            label={words.conversation.reason}
            autosize
            minRows={2}
            maxLength={1000}
            dir="auto"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            required
            withAsterisk={false}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {words.common.cancel}
            </Button>
            <Button type="submit" loading={act.isPending} disabled={!outcome || !reason.trim()}>
              {words.conversation.closeAction}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
