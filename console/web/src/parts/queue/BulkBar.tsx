import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useWords } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';

/** The set with one id more or less. */
export function toggled(chosen: ReadonlySet<string> | null, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** What can be done with several conversations at once; what is not possible is said, the rest is done. */
export function BulkBar({ chosen, done }: { chosen: ReadonlySet<string>; done: () => void }) {
  const words = useWords();
  const tell = useTell();
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (action: 'claim' | 'snooze') =>
      api<{ done: string[]; refused: string[] }>('POST', '/bulk', { body: { ids: [...chosen].slice(0, 100), action } }),
    onSuccess: (reply) => {
      tell.done(words.bulk.result(reply.done.length, reply.refused.length));
      done();
    },
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['queue'] }),
  });
  return (
    <Group gap={6} role="toolbar" aria-label={words.bulk.choose}>
      <Text size="xs" fw={600} role="status">
        {words.bulk.chosen(chosen.size)}
      </Text>
      <Button
        size="compact-xs"
        disabled={chosen.size === 0}
        loading={act.isPending}
        onClick={() => act.mutate('claim')}
      >
        {words.bulk.claim}
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        disabled={chosen.size === 0}
        loading={act.isPending}
        onClick={() => act.mutate('snooze')}
      >
        {words.bulk.snooze}
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={done}>
        {words.bulk.stop}
      </Button>
    </Group>
  );
}
