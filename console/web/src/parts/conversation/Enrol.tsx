import { Button, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useI18n } from '../../i18n';
import { ApiError, api } from '../../lib/api';
import { useProgrammes } from '../../lib/useProgrammes';

/** Puts the patient into a programme, with where and how they agreed to it. */
export function Enrol({ id }: { id: string }) {
  const { enrol } = useI18n().words;
  const [programme, setProgramme] = useState<string | null>(null);
  const [day, setDay] = useState('');
  const [consent, setConsent] = useState('');
  const programmes = useProgrammes();
  const items = programmes.data?.items ?? [];
  const dated = items.find((one) => one.id === programme)?.anchor === 'date';
  // Noon of the day in the reader's zone: the day itself in every zone near it.
  const anchorAt = dated && day !== '' ? new Date(`${day}T12:00`).getTime() : undefined;
  const start = useMutation({
    mutationFn: () =>
      api('POST', `/conversations/${encodeURIComponent(id)}/enrolments`, {
        body: { programme, consent, ...(anchorAt === undefined ? {} : { anchorAt }) },
      }),
    onSuccess: () => setConsent(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  const taken = start.error instanceof ApiError && start.error.code === 'taken';
  const whole = programme !== null && consent.trim().length >= 5 && (!dated || day !== '');
  return (
    <form onSubmit={submit}>
      <Stack gap={6}>
        <Select
          size="xs"
          label={enrol.programme}
          data={items.map((one) => ({ value: one.id, label: one.title }))}
          value={programme}
          onChange={(value) => {
            setProgramme(value);
            start.reset();
          }}
        />
        {dated ? (
          <TextInput
            size="xs"
            type="date"
            label={enrol.day}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
        ) : null}
        <TextInput
          size="xs"
          label={enrol.consent}
          value={consent}
          maxLength={200}
          onChange={(event) => setConsent(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" variant="default" loading={start.isPending} disabled={!whole}>
          {enrol.start}
        </Button>
        <Text size="xs" role="status">
          {start.isSuccess ? enrol.started : taken ? enrol.taken : ''}
        </Text>
      </Stack>
    </form>
  );
}
