import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import type { ConversationView } from '../../../../api/schema/conversation';
import { useWords } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';

const OFFERED_MS = 12_000;

/** Offers to take one's own closing back for some seconds. */
export function useUndo(id: string): { offer: (message: string) => void } {
  const words = useWords();
  const tell = useTell();
  const queries = useQueryClient();
  const at = `/conversations/${encodeURIComponent(id)}`;

  async function reopen(): Promise<void> {
    const view = await api<ConversationView>('GET', at);
    const closedAt = Math.max(...view.flags.map((flag) => flag.closedAt ?? 0));
    await api('POST', `${at}/reopen`, { body: { closedAt } });
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['conversation', id] }),
      queries.invalidateQueries({ queryKey: ['queue'] }),
    ]);
  }

  return {
    offer(message) {
      const shown = notifications.show({
        color: 'sathi',
        autoClose: OFFERED_MS,
        message: (
          <Group justify="space-between" wrap="nowrap">
            {message}
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                notifications.hide(shown);
                reopen().catch(tell.problem);
              }}
            >
              {words.care.undo}
            </Button>
          </Group>
        ),
      });
    },
  };
}
