import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Colleagues } from '../../../../api/schema/care';
import { useWords } from '../../i18n';
import { api } from '../../lib/api';
import { completed, offered } from '../../lib/mentions';
import { useSignedIn } from '../../lib/session';

/** Who can be named in a note: everybody who answers patients, but oneself. */
export function useColleagues() {
  const { staff } = useSignedIn();
  const query = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => api<Colleagues>('GET', '/colleagues'),
    staleTime: 60_000,
  });
  return (query.data?.people ?? []).filter((one) => one.id !== staff.id);
}

/** Names to choose from while one types `@` in a note. */
export function MentionBar({ note, set }: { note: string; set: (note: string) => void }) {
  const words = useWords();
  const people = offered(note, useColleagues());
  if (people.length === 0) return null;
  return (
    <Group gap={6} mb={6} role="group" aria-label={words.mentions.choose}>
      {people.map((one) => (
        <Button key={one.id} size="compact-xs" variant="light" onClick={() => set(completed(note, one))}>
          @{one.name}
        </Button>
      ))}
    </Group>
  );
}
