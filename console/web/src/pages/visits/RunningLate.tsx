import { Button, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useWords } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';

interface Where {
  readonly day: string;
  readonly location?: string;
  readonly practitioner?: string;
}

/** "The clinic runs 40 minutes late": everybody still to come is told, once. */
export function RunningLate({ where, onClose }: { where: Where; onClose: () => void }) {
  const words = useWords();
  const { visits } = words;
  const tell = useTell();
  const [minutes, setMinutes] = useState<number | string>(30);
  const send = useMutation({
    mutationFn: () => api<{ told: number }>('POST', '/visits/running-late', { body: { ...where, minutes } }),
    onSuccess: ({ told }) => {
      tell.done(visits.told(told));
      onClose();
    },
    onError: tell.problem,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typeof minutes === 'number') send.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={visits.late}
      centered
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{visits.lateText}</Text>
          <NumberInput
            label={visits.minutes}
            min={5}
            max={480}
            step={5}
            value={minutes}
            onChange={setMinutes}
            data-autofocus
          />
          <Button type="submit" loading={send.isPending} disabled={typeof minutes !== 'number'}>
            {visits.tell}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
