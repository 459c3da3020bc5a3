import { Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useWords } from '../../i18n';
import { useMay } from '../../lib/session';
import { useAct } from './useConversation';

/** A conversation that is not there for this person, and the way to it in an emergency. */
export function Glass({ id }: { id: string }) {
  const words = useWords();
  const may = useMay();
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const open = useAct<{ reason: string }>(id, 'POST', '/break-glass');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim().length >= 10) open.mutate({ reason });
  };
  return (
    <form onSubmit={submit}>
      <Stack maw={460} m="10vh auto 0" p="md">
        <Title order={2} size="h4">
          {words.care.glassTitle}
        </Title>
        {may('conversation.break_glass') ? (
          <>
            <Text size="sm">{words.care.glassText}</Text>
            <Textarea
              label={words.care.glassReason}
              autosize
              minRows={2}
              maxLength={1000}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </>
        ) : (
          <Text size="sm">{words.problem.not_found}</Text>
        )}
        <Group>
          <Button variant="default" onClick={() => navigate('/queue')}>
            {words.common.back}
          </Button>
          {may('conversation.break_glass') ? (
            <Button
              type="submit"
              color="red.9"
              bg="var(--severity-1)"
              disabled={reason.trim().length < 10}
              loading={open.isPending}
            >
              {words.care.glassOpen}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </form>
  );
}
