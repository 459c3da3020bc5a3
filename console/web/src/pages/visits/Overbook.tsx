import { Button, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SlotList, Visit } from '../../../../api/schema/visits';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { useSignedIn } from '../../lib/session';
import { clockTime, dayKey } from '../../lib/time';
import { Loaded } from '../../parts/Page';

/** A second visit beside a booked one, by permission: the patient cannot wait and the doctor agrees. */
export function Overbook({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const { words, locale } = useI18n();
  const { visits } = words;
  const { hospital } = useSignedIn();
  const queries = useQueryClient();
  const tell = useTell();
  const [day, setDay] = useState(dayKey(visit.start, hospital.zone));
  const [slotId, setSlotId] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ['slots', visit.practitioner, day],
    queryFn: () => api<SlotList>('GET', '/visits/slots', { query: { practitioner: visit.practitioner, day } }),
  });
  const book = useMutation({
    mutationFn: () => api('POST', `/visits/${visit.id}/overbook`, { body: { slotId } }),
    onSuccess: () => {
      tell.done(visits.overbookDone);
      onClose();
    },
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['visits'] }),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={visits.overbook}
      centered
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <Stack>
        <Text size="sm">{visits.overbookText}</Text>
        <TextInput
          type="date"
          label={visits.date}
          value={day}
          onChange={(event) => {
            setDay(event.currentTarget.value || day);
            setSlotId(null);
          }}
        />
        <Loaded query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <Text size="sm">{visits.noSlots}</Text>
            ) : (
              <Select
                label={visits.slot}
                value={slotId}
                onChange={setSlotId}
                data={items.map((slot) => ({
                  value: slot.id,
                  label: `${clockTime(slot.start, locale, hospital.zone)} (${slot.taken ? visits.slotTaken : visits.slotFree})`,
                }))}
              />
            )
          }
        </Loaded>
        <Button disabled={slotId === null} loading={book.isPending} onClick={() => book.mutate()}>
          {visits.overbook}
        </Button>
      </Stack>
    </Modal>
  );
}
