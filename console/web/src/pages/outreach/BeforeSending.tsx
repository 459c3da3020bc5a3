import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { Broadcast, previewReply } from '../../../../api/schema/outreach';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { Preview } from './BroadcastPreview';

/** What whoever approves looks at first: the people, each message with its cost, and a test to a phone of their own. */
export function BeforeSending({ broadcast }: { broadcast: Broadcast }) {
  const { outreach } = useI18n().words;
  const tell = useTell();
  const { id, title, texts, purpose, segment, perMinute, windowHours } = broadcast;
  const languages = Object.keys(texts);
  const [number, setNumber] = useState('');
  const [channel, setChannel] = useState(segment.channels[0] ?? 'sms');
  const [language, setLanguage] = useState(languages[0] ?? 'en');
  const preview = useMutation({
    mutationFn: () =>
      api<z.infer<typeof previewReply>>('POST', '/broadcasts/preview', {
        body: { title, texts, purpose, segment, perMinute, windowHours },
      }),
    onError: tell.problem,
  });
  const test = useMutation({
    mutationFn: () => api('POST', `/broadcasts/${id}/test`, { body: { channel, number, locale: language } }),
    onSuccess: () => tell.done(outreach.testSent),
    onError: tell.problem,
  });
  return (
    <Stack gap="xs" mt={8}>
      {preview.data ? <Preview seen={preview.data} /> : null}
      <Group gap={6} align="end">
        <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate()}>
          {outreach.whoGetsIt}
        </Button>
        <Select
          label={outreach.channel}
          w={130}
          value={channel}
          allowDeselect={false}
          onChange={(next) => setChannel(next ?? channel)}
          data={segment.channels
            .filter((one) => one !== 'webchat')
            .map((value) => ({ value, label: outreach.channelNames[value] ?? value }))}
        />
        <Select
          label={outreach.language}
          w={130}
          value={language}
          allowDeselect={false}
          onChange={(next) => setLanguage(next ?? language)}
          data={languages.map((value) => ({ value, label: outreach.languages[value] ?? value }))}
        />
        <TextInput
          label={outreach.testNumber}
          type="tel"
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={number.trim().length < 5}
          loading={test.isPending}
          onClick={() => test.mutate()}
        >
          {outreach.testSend}
        </Button>
      </Group>
    </Stack>
  );
}
