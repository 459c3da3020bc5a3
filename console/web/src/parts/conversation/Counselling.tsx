import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { CounsellingRecord } from '../../../../api/schema/counselling';
import { useI18n } from '../../i18n';
import { ApiError, address, api } from '../../lib/api';
import { useSignedIn } from '../../lib/session';
import { fullTime } from '../../lib/time';
import { Loaded } from '../Page';

/** Counselling encounters of this person, the record to print, and offering one on a new medicine. */
export function Counselling({ id }: { id: string }) {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  const path = `/conversations/${encodeURIComponent(id)}/counselling`;
  const query = useQuery({
    queryKey: ['conversation', id, 'counselling'],
    queryFn: () => api<{ items: CounsellingRecord[] }>('GET', path),
  });
  return (
    <Stack gap={8}>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {words.counselling.none}
            </Text>
          ) : (
            <>
              {items.map((one) => (
                <Text key={one.id} size="sm">
                  {fullTime(one.at, locale, hospital.zone)} · {one.medicine} ·{' '}
                  {words.counselling.outcomes[one.outcome] ?? one.outcome}
                </Text>
              ))}
              <Anchor size="sm" href={address(`${path}/page`)} target="_blank" rel="noreferrer">
                {words.counselling.print}
              </Anchor>
            </>
          )
        }
      </Loaded>
      <Start path={path} />
    </Stack>
  );
}

function Start({ path }: { path: string }) {
  const { words } = useI18n();
  const [medicine, setMedicine] = useState('');
  const [label, setLabel] = useState('');
  const start = useMutation({
    mutationFn: () => api('POST', path, { body: { medicine, ...(label === '' ? {} : { label }) } }),
    onSuccess: () => {
      setMedicine('');
      setLabel('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  const unknown = start.error instanceof ApiError && start.error.code === 'invalid';
  return (
    <form onSubmit={submit}>
      <Stack gap={6}>
        <TextInput
          size="xs"
          label={words.counselling.medicine}
          value={medicine}
          error={unknown ? words.counselling.unknown : undefined}
          onChange={(event) => setMedicine(event.currentTarget.value)}
        />
        <TextInput
          size="xs"
          label={words.counselling.label}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Button
          type="submit"
          size="xs"
          variant="default"
          loading={start.isPending}
          disabled={medicine.trim().length < 2}
        >
          {words.counselling.start}
        </Button>
        <Text size="xs" role="status">
          {start.isSuccess ? words.counselling.started : ''}
        </Text>
      </Stack>
    </form>
  );
}
