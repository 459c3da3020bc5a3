import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconLanguage, IconSparkles } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ConversationView } from '../../../../api/schema/conversation';
import type { DraftReply } from '../../../../api/schema/drafts';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { problemText } from '../../lib/problem';

interface Props {
  readonly view: ConversationView;
  readonly text: string;
  /** What the person wrote before it was translated; null when the box holds their own words. */
  readonly original: string | null;
  readonly use: (suggested: string) => void;
  readonly translated: (text: string, original: string | null) => void;
}

/** What a language model drafts, marked as such; a person reads it, changes it and sends it, or does not. */
export function ModelHelp({ view, text, original, use, translated }: Props) {
  const { words, locale } = useI18n();
  const path = `/conversations/${encodeURIComponent(view.id)}`;
  const allowed = useQuery({
    queryKey: ['drafting'],
    queryFn: () => api<{ summary: boolean; translation: boolean }>('GET', '/drafting'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const draft = useMutation({ mutationFn: () => api<DraftReply>('POST', `${path}/draft`) });
  const translate = useMutation({
    mutationFn: () => api<{ text: string }>('POST', `${path}/translate`, { body: { text, to: view.locale } }),
    onSuccess: (reply) => translated(reply.text, text),
  });
  if (!allowed.data?.summary && !allowed.data?.translation) return null;
  const error = draft.error ?? translate.error;
  const foreign = view.locale !== '' && view.locale.slice(0, 2) !== locale;
  return (
    <Stack gap={6} mb={6}>
      <Group gap={6}>
        {allowed.data.summary ? (
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<IconSparkles size={14} />}
            loading={draft.isPending}
            onClick={() => draft.mutate()}
          >
            {words.drafts.ask}
          </Button>
        ) : null}
        {allowed.data.translation && foreign && text !== '' && original === null ? (
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<IconLanguage size={14} />}
            loading={translate.isPending}
            onClick={() => translate.mutate()}
          >
            {words.drafts.translate(words.languageName[view.locale] ?? view.locale)}
          </Button>
        ) : null}
      </Group>
      {error ? (
        <Text size="xs" c="var(--late)" role="alert">
          {problemText(error, words)}
        </Text>
      ) : null}
      {original === null ? null : (
        <Alert p="xs" color="grape" styles={{ message: { color: 'var(--mantine-color-text)' } }}>
          <Text size="xs" fw={650}>
            {words.drafts.translated}
          </Text>
          <Text size="sm" className="said" dir="auto">
            {original}
          </Text>
          <Button size="compact-xs" variant="subtle" onClick={() => translated(original, null)}>
            {words.drafts.back}
          </Button>
        </Alert>
      )}
      {draft.data ? (
        <Alert
          p="xs"
          color="grape"
          title={words.drafts.title}
          withCloseButton
          closeButtonLabel={words.common.close}
          onClose={() => draft.reset()}
          styles={{ message: { color: 'var(--mantine-color-text)' } }}
        >
          <Text size="xs" c="dimmed">
            {words.drafts.warning}
          </Text>
          <Text size="sm" mt={4} className="said" dir="auto">
            <b>{words.drafts.summary}</b> {draft.data.summary}
          </Text>
          {draft.data.suggestedReply ? (
            <>
              <Text size="sm" mt={4} className="said" dir="auto">
                <b>{words.drafts.suggested}</b> {draft.data.suggestedReply}
              </Text>
              <Button size="compact-xs" mt={4} variant="default" onClick={() => use(draft.data.suggestedReply)}>
                {words.drafts.use}
              </Button>
            </>
          ) : null}
        </Alert>
      ) : null}
    </Stack>
  );
}
