import { Button, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';

/** Somebody went home from a stay: asked by the content's own instrument after its delay. */
const WENT_HOME = 'went-home';

/** Has the patient asked how it went; the outreach rules say when. */
export function CheckIn({ id }: { id: string }) {
  const { words } = useI18n();
  const [what, setWhat] = useState<string | null>(WENT_HOME);
  const instruments = useQuery({
    queryKey: ['instruments'],
    queryFn: () => api<{ items: { id: string; title: string }[] }>('GET', '/check-ins/instruments'),
  });
  const ask = useMutation({
    mutationFn: () =>
      api('POST', `/conversations/${encodeURIComponent(id)}/check-ins`, {
        body: what === WENT_HOME ? { after: 'discharge' } : { after: 'conversation', survey: what },
      }),
  });
  const choices = [
    { value: WENT_HOME, label: words.checkIn.wentHome },
    ...(instruments.data?.items ?? []).map((one) => ({ value: one.id, label: one.title })),
  ];
  return (
    <Stack gap={6}>
      <Select
        size="xs"
        label={words.checkIn.what}
        data={choices}
        value={what}
        allowDeselect={false}
        onChange={(value) => {
          setWhat(value);
          ask.reset();
        }}
      />
      <Button size="xs" variant="default" loading={ask.isPending} disabled={ask.isSuccess} onClick={() => ask.mutate()}>
        {words.checkIn.ask}
      </Button>
      <Text size="xs" role="status">
        {ask.isSuccess ? words.checkIn.planned : ''}
      </Text>
    </Stack>
  );
}
