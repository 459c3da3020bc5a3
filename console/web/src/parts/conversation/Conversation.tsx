import { ActionIcon, Button, Center, Drawer, Group, Loader, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowLeft, IconEye, IconHandStop, IconInfoCircle, IconZoomQuestion } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Link } from 'react-router-dom';
import type { ConversationView } from '../../../../api/schema/conversation';
import { useWords } from '../../i18n';
import { ApiError } from '../../lib/api';
import { problemText } from '../../lib/problem';
import { useMay, useSignedIn } from '../../lib/session';
import { Empty } from '../Empty';
import { Severity } from '../Severity';
import { EndingButtons } from './Endings';
import { Glass } from './Glass';
import { More } from './More';
import { Side } from './Side';
import { Transcript } from './Transcript';
import { useAct, useConversation } from './useConversation';
import { usePresence } from './usePresence';
import { Writer } from './Writer';

/** One conversation: what was said, why it is here, who has it, and what to do with it. */
export function Conversation({ id }: { id: string }) {
  const words = useWords();
  const query = useConversation(id);
  const setWriting = usePresence(id);
  const [side, { open: openSide, close: closeSide }] = useDisclosure(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus moves once, when the conversation is there.
  useEffect(() => {
    document.getElementById('conversation-title')?.focus({ preventScroll: true });
  }, [query.isSuccess]);

  if (query.isPending) {
    return (
      <Center h="100%" role="status" aria-label={words.common.loading}>
        <Loader />
      </Center>
    );
  }
  if (query.error instanceof ApiError && query.error.status === 404) return <Glass id={id} />;
  if (query.isError && !query.data) {
    return (
      <Empty
        icon={IconZoomQuestion}
        title={problemText(query.error, words)}
        text=""
        action={{ label: words.common.retry, run: () => void query.refetch() }}
      />
    );
  }
  const view = query.data!;
  return (
    <section className="conversation" aria-labelledby="conversation-title">
      <Head view={view} openSide={openSide} />
      <Transcript view={view} />
      <Writer view={view} setWriting={setWriting} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1). */}
      <aside className="conversation-side" aria-label={words.conversation.details} tabIndex={0}>
        <Side view={view} />
      </aside>
      <Drawer
        opened={side}
        onClose={closeSide}
        position="right"
        size="min(420px, 94vw)"
        title={words.conversation.details}
        closeButtonProps={{ 'aria-label': words.common.close }}
      >
        <Side view={view} />
      </Drawer>
    </section>
  );
}

function Head({ view, openSide }: { view: ConversationView; openSide: () => void }) {
  const words = useWords();
  const { staff } = useSignedIn();
  const may = useMay();
  const top = view.flags.find((flag) => flag.closedAt === null);
  const mine = view.owner?.id === staff.id;
  return (
    <header className="conversation-head">
      <Group justify="space-between" wrap="nowrap" gap={8}>
        <Group gap={10} wrap="nowrap" style={{ minWidth: 0, flex: '1 1 240px' }}>
          <ActionIcon
            component={Link}
            to="/queue"
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            className="only-phone"
            aria-label={words.common.back}
          >
            <IconArrowLeft size={20} />
          </ActionIcon>
          <div style={{ minWidth: 0 }}>
            <Group gap={8} wrap="nowrap">
              {top ? <Severity level={top.severity} /> : null}
              <Title
                order={2}
                size="h5"
                id="conversation-title"
                tabIndex={-1}
                className="clamp-1"
                style={{ outline: 'none' }}
                dir="auto"
              >
                {view.patient.label ?? (top ? (words.reasons[top.reason] ?? top.reasonText) : words.queue.noPatient)}
              </Title>
            </Group>
            <Text size="xs" c="dimmed" truncate>
              {words.channel[view.channel] ?? view.channel} · {words.languageName[view.locale] ?? view.locale}
              {view.owner ? ` · ${words.queue.owner(mine ? words.common.you : view.owner.name)}` : ''}
            </Text>
          </div>
        </Group>
        <Group gap={6} wrap="nowrap">
          {may('conversation.act') ? mine ? <EndingButtons view={view} /> : <ClaimButton view={view} /> : null}
          {may('conversation.act') ? <More view={view} /> : null}
          <ActionIcon
            variant="default"
            size="lg"
            className="only-narrow"
            onClick={openSide}
            aria-label={words.conversation.details}
          >
            <IconInfoCircle size={19} />
          </ActionIcon>
        </Group>
      </Group>
      <Viewers view={view} />
    </header>
  );
}

function ClaimButton({ view }: { view: ConversationView }) {
  const words = useWords();
  const claim = useAct(view.id, 'POST', '/claim');
  if (view.owner) return null;
  return (
    <Button leftSection={<IconHandStop size={17} />} loading={claim.isPending} onClick={() => claim.mutate()}>
      {words.conversation.claim}
    </Button>
  );
}

/** Two people at one patient is the commonest mishap of a shared queue: say who else is here, before anybody writes. */
function Viewers({ view }: { view: ConversationView }) {
  const words = useWords();
  if (view.viewers.length === 0) return null;
  const writing = view.viewers.find((viewer) => viewer.writing);
  return (
    <Group gap={6} mt={4} role="status">
      <IconEye size={15} aria-hidden />
      <Text size="xs" fw={600}>
        {writing
          ? words.conversation.writing(writing.name)
          : words.conversation.viewers(view.viewers.map((one) => one.name).join(', '))}
      </Text>
    </Group>
  );
}
