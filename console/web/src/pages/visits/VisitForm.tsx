import { Alert, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { VisitForm as Form } from '../../../../api/schema/visits';
import { useWords } from '../../i18n';
import { api } from '../../lib/api';
import { Loaded } from '../../parts/Page';

const FIELDS = ['reason', 'allergies', 'medicines', 'conditions', 'questions'] as const;

/** What the patient told before the visit, in their own words. Looking is audited. */
export function VisitForm({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useWords();
  const { visits } = words;
  const query = useQuery({ queryKey: ['visit', id], queryFn: () => api<Form>('GET', `/visits/${id}`) });
  return (
    <Modal
      opened
      onClose={onClose}
      title={visits.open}
      centered
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <Loaded query={query}>
        {({ answers, reason, fromEarlier }) => {
          const told = { ...answers, reason: answers.reason ?? reason ?? undefined };
          const filled = FIELDS.filter((field) => told[field]);
          if (filled.length === 0) return <Text>{visits.nothingTold}</Text>;
          return (
            <Stack gap="sm">
              {fromEarlier ? <Alert color="yellow">{visits.fromEarlier}</Alert> : null}
              {filled.map((field) => (
                <div key={field}>
                  <Text size="sm" c="dimmed">
                    {visits.fields[field]}
                  </Text>
                  <Text className="said" dir="auto">
                    {told[field]}
                  </Text>
                </div>
              ))}
            </Stack>
          );
        }}
      </Loaded>
    </Modal>
  );
}
