import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RetentionRule } from '../../../../api/schema/privacy';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { useSignedIn } from '../../lib/session';
import { fullTime } from '../../lib/time';
import { Loaded } from '../../parts/Page';

/** How long each kind of data is kept; a rule can be counted before it is saved. */
export function Retention() {
  const { words } = useI18n();
  const query = useQuery({
    queryKey: ['retention'],
    queryFn: () => api<{ items: RetentionRule[] }>('GET', '/retention'),
  });
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {words.privacy.rulesText}
      </Text>
      <Loaded query={query}>
        {({ items }) => (
          <Stack gap="sm">
            {items.map((rule) => (
              <Rule key={`${rule.kind} ${rule.days}`} rule={rule} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}

function Rule({ rule }: { rule: RetentionRule }) {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  const queries = useQueryClient();
  const tell = useTell();
  const [days, setDays] = useState<number | ''>(rule.days ?? '');
  const count = useMutation({
    mutationFn: () =>
      api<{ rows: number; held: number }>('GET', '/retention/try', { query: { kind: rule.kind, days } }),
    onError: tell.problem,
  });
  const save = useMutation({
    mutationFn: () => api('PUT', '/retention', { body: { kind: rule.kind, days: days === '' ? null : days } }),
    onSuccess: () => tell.done(words.privacy.saved),
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['retention'] }),
  });
  return (
    <article className="card" style={{ padding: 14 }}>
      <Group justify="space-between" align="flex-end" gap="sm">
        <div>
          <Text fw={650} size="sm">
            {words.privacy.keep[rule.kind] ?? rule.kind}
          </Text>
          <Text size="xs" c="dimmed">
            {rule.days === null ? words.privacy.forever : ''}
            {rule.days === null
              ? ''
              : rule.ranAt === null
                ? words.privacy.neverRan
                : words.privacy.lastRun(fullTime(rule.ranAt, locale, hospital.zone), rule.removed)}
          </Text>
          <Text size="sm" role="status">
            {count.data ? words.privacy.wouldRemove(count.data.rows, count.data.held) : ''}
          </Text>
        </div>
        <Group gap={6} align="flex-end">
          <NumberInput
            label={words.privacy.days}
            w={110}
            min={30}
            max={36_500}
            value={days}
            onChange={(next) => setDays(typeof next === 'number' ? next : '')}
          />
          <Button variant="default" disabled={days === ''} loading={count.isPending} onClick={() => count.mutate()}>
            {words.privacy.tryIt}
          </Button>
          <Button disabled={days === (rule.days ?? '')} loading={save.isPending} onClick={() => save.mutate()}>
            {words.privacy.saveRule}
          </Button>
        </Group>
      </Group>
    </article>
  );
}
