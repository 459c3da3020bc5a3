import { Button, Checkbox, Group, Modal, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { z } from 'zod';
import type { previewReply } from '../../../../api/schema/outreach';
import { LOCALES, useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { useProgrammes } from '../../lib/useProgrammes';
import { Preview } from './BroadcastPreview';

const CHANNELS = ['sms', 'whatsapp', 'webchat'];
const PURPOSES = ['care', 'reminder', 'programme', 'survey', 'research'];

/** A broadcast is written, looked at as it will arrive, and saved; somebody else sends it. */
export function WriteBroadcast({ onClose }: { onClose: () => void }) {
  const { words } = useI18n();
  const { outreach } = words;
  const tell = useTell();
  const queries = useQueryClient();
  const [title, setTitle] = useState('');
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [purpose, setPurpose] = useState<string>('care');
  const [channels, setChannels] = useState<string[]>(['sms']);
  const [recall, setRecall] = useState<string | null>(null);
  const [language, setLanguage] = useState<string | null>(null);
  const [programme, setProgramme] = useState<string | null>(null);
  const programmes = useProgrammes();
  const [perMinute, setPerMinute] = useState<number | string>(60);
  const [windowHours, setWindowHours] = useState<number | string>(48);
  const written = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));
  const whole = title.trim() !== '' && Object.keys(written).length > 0 && channels.length > 0;
  const body = {
    title,
    texts: written,
    purpose,
    segment: {
      channels,
      ...(recall === null ? {} : { recall }),
      ...(language === null ? {} : { locales: [language] }),
      ...(programme === null ? {} : { programme }),
    },
    perMinute: Number(perMinute),
    windowHours: Number(windowHours),
  };
  const preview = useMutation({
    mutationFn: () => api<z.infer<typeof previewReply>>('POST', '/broadcasts/preview', { body }),
    onError: tell.problem,
  });
  const save = useMutation({
    mutationFn: () => api('POST', '/broadcasts', { body }),
    onSuccess: () => {
      tell.done(outreach.saved);
      onClose();
    },
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['broadcasts'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (whole) save.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={outreach.write}
      size="lg"
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={outreach.name}
            value={title}
            maxLength={120}
            onChange={(event) => setTitle(event.currentTarget.value)}
            data-autofocus
          />
          {LOCALES.map((language) => (
            <Textarea
              key={language}
              label={outreach.text(outreach.languages[language] ?? language)}
              lang={language}
              autosize
              minRows={2}
              maxLength={1000}
              value={texts[language] ?? ''}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setTexts((before) => ({ ...before, [language]: value }));
              }}
            />
          ))}
          <Checkbox.Group label={outreach.channels} value={channels} onChange={setChannels}>
            <Group mt={4}>
              {CHANNELS.map((one) => (
                <Checkbox key={one} value={one} label={outreach.channelNames[one]} />
              ))}
            </Group>
          </Checkbox.Group>
          <Group grow align="start">
            <Select
              label={outreach.purpose}
              value={purpose}
              onChange={(next) => setPurpose(next ?? 'care')}
              data={PURPOSES.map((value) => ({ value, label: outreach.purposes[value] ?? value }))}
            />
            <Only
              label={outreach.recallOnly}
              value={recall}
              set={setRecall}
              names={Object.entries(outreach.recallKinds)}
            />
          </Group>
          <Group grow align="start">
            <Only
              label={outreach.languageOnly}
              value={language}
              set={setLanguage}
              names={LOCALES.map((one) => [one, outreach.languages[one] ?? one])}
            />
            <Only
              label={outreach.programmeOnly}
              value={programme}
              set={setProgramme}
              names={(programmes.data?.items ?? []).map((one) => [one.id, one.title])}
            />
          </Group>
          <Group grow align="start">
            <NumberInput label={outreach.perMinute} min={1} max={10_000} value={perMinute} onChange={setPerMinute} />
            <NumberInput label={outreach.windowHours} min={1} max={336} value={windowHours} onChange={setWindowHours} />
          </Group>
          {preview.data ? <Preview seen={preview.data} /> : null}
          <Group justify="flex-end">
            <Button variant="default" disabled={!whole} loading={preview.isPending} onClick={() => preview.mutate()}>
              {outreach.preview}
            </Button>
            <Button type="submit" disabled={!whole} loading={save.isPending}>
              {outreach.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Only some of the people: everybody while nothing is chosen. */
function Only(props: {
  label: string;
  value: string | null;
  set: (value: string | null) => void;
  names: readonly (readonly [value: string, label: string])[];
}) {
  const { outreach } = useI18n().words;
  return (
    <Select
      label={props.label}
      placeholder={outreach.everybody}
      value={props.value}
      onChange={props.set}
      clearable
      data={props.names.map(([value, label]) => ({ value, label }))}
    />
  );
}
