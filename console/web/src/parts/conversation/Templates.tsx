import { Alert, Badge, Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConversationView } from '../../../../api/schema/conversation';
import type { TemplateChoice } from '../../../../api/schema/templates';
import { useWords } from '../../i18n';
import { api } from '../../lib/api';
import { problemText } from '../../lib/problem';
import { useAct } from './useConversation';

/**
 * Prepared messages in place of the box, while the channel's window for free text is closed: chosen, filled in where
 * that is allowed, read as the patient will, and sent.
 */
export function Templates({ view }: { view: ConversationView }) {
  const words = useWords();
  const query = useQuery({
    queryKey: ['conversation', view.id, 'templates'],
    queryFn: ({ signal }) =>
      api<{ items: TemplateChoice[] }>('GET', `/conversations/${encodeURIComponent(view.id)}/templates`, { signal }),
  });
  const [chosen, choose] = useState<string | null>(null);
  if (query.isPending) return null;
  if (query.isError)
    return (
      <Alert color="red" role="alert" p="xs" styles={{ message: { color: 'var(--mantine-color-text)' } }}>
        {problemText(query.error, words)}
      </Alert>
    );
  const offered = query.data.items.filter((one) => one.refused === null);
  const refused = query.data.items.filter((one) => one.refused !== null);
  const current = offered.find((one) => one.id === chosen);
  return (
    <Stack gap={8} className="templates">
      <Text size="sm">{offered.length > 0 ? words.templates.lead : words.templates.none}</Text>
      {offered.length > 0 ? (
        <Radio.Group value={chosen} onChange={choose} label={words.templates.choose}>
          <Group gap={14} mt={4}>
            {offered.map((one) => (
              <Radio key={one.id} value={one.id} label={one.title} />
            ))}
          </Group>
        </Radio.Group>
      ) : null}
      {current === undefined ? null : (
        <Filled key={current.id} view={view} choice={current} sent={() => choose(null)} />
      )}
      {refused.length > 0 ? (
        <details>
          <summary>
            <Text span size="xs">
              {words.templates.refused(refused.length)}
            </Text>
          </summary>
          <Stack gap={2} mt={4} component="ul" m={0} pl={18}>
            {refused.map((one) => (
              <Text size="xs" component="li" key={one.id}>
                {one.title}: {words.templates.why[one.refused!]}
              </Text>
            ))}
          </Stack>
        </details>
      ) : null}
    </Stack>
  );
}

/** One template with its places filled in, as the patient reads it. */
function Filled({ view, choice, sent }: { view: ConversationView; choice: TemplateChoice; sent: () => void }) {
  const words = useWords();
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(choice.parameters.map(({ name, value }) => [name, value])),
  );
  // One id for one choosing: pressing again after a failure never sends twice.
  const [clientId] = useState(() => crypto.randomUUID());
  const send = useAct<{ template: string; values: Record<string, string>; clientId: string }>(
    view.id,
    'POST',
    '/template-replies',
    { quiet: true },
  );
  const places = choice.parameters.filter((one) => one.edit);
  const missing = places.some(({ name }) => (values[name] ?? '').trim() === '');
  const text = choice.text.replace(/\{(\w+)\}/g, (_, name: string) => values[name]?.trim() || '…');
  const submit = () => {
    if (missing || send.isPending) return;
    const changed = Object.fromEntries(places.map(({ name }) => [name, values[name]!.trim()]));
    send.mutate({ template: choice.id, values: changed, clientId }, { onSuccess: sent });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap={8}>
        {places.map(({ name }) => (
          <TextInput
            key={name}
            size="xs"
            dir="auto"
            maxLength={200}
            required
            label={words.templates.places[name] ?? name}
            description={words.templates.lockScreen}
            value={values[name] ?? ''}
            onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
          />
        ))}
        <figure className="template-preview" aria-label={words.templates.preview}>
          <Text size="xs" c="dimmed">
            {words.templates.preview} · {words.languageName[choice.locale] ?? choice.locale}
          </Text>
          <Text className="said" dir="auto" size="sm" lh={1.5} lang={choice.locale}>
            {text}
          </Text>
          {choice.buttons.length > 0 ? (
            <Group gap={5} mt={6}>
              {choice.buttons.map((label) => (
                <Badge key={label} variant="outline" color="gray" tt="none" c="var(--mantine-color-text)">
                  {label}
                </Badge>
              ))}
            </Group>
          ) : null}
        </figure>
        {send.error ? (
          <Alert color="red" role="alert" p="xs" styles={{ message: { color: 'var(--mantine-color-text)' } }}>
            {words.conversation.notSent} {problemText(send.error, words)}
          </Alert>
        ) : null}
        <Group justify="flex-end">
          <Button type="submit" loading={send.isPending} disabled={missing} leftSection={<IconSend size={16} />}>
            {words.templates.send}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
