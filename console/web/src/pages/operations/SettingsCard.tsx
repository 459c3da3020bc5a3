import { Button, Group, NumberInput, SimpleGrid, Stack, TagsInput, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SettingsReply } from '../../../../api/schema/settings';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { Card, Loaded } from '../../parts/Page';

const BOUNDS = { 1: [1, 15], 2: [5, 240], 3: [30, 1440], 4: [60, 7200] } as const;
const SEVERITIES = [1, 2, 3, 4] as const;

/** Clocks and on-call phones. */
export function SettingsCard() {
  const { words } = useI18n();
  const query = useQuery({ queryKey: ['settings'], queryFn: () => api<SettingsReply>('GET', '/settings') });
  return (
    <Card title={words.operations.settings} text={words.operations.settingsText}>
      <Loaded query={query}>{(settings) => <Form settings={settings} />}</Loaded>
    </Card>
  );
}

function Form({ settings }: { settings: SettingsReply }) {
  const { words } = useI18n();
  const queries = useQueryClient();
  const tell = useTell();
  const [clocks, setClocks] = useState(settings.clocks);
  const [onCall, setOnCall] = useState(settings.onCall);
  const save = useMutation({
    mutationFn: () => api('PUT', '/settings', { body: { clocks, onCall } }),
    onSuccess: () => tell.done(words.operations.saved),
    onError: tell.problem,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['settings'] });
      void queries.invalidateQueries({ queryKey: ['operations'] });
    },
  });
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {SEVERITIES.map((severity) => (
          <NumberInput
            key={severity}
            label={words.operations.clock(`${severity} · ${words.severity[severity]}`)}
            min={BOUNDS[severity][0]}
            max={BOUNDS[severity][1]}
            clampBehavior="strict"
            allowDecimal={false}
            value={clocks[severity]}
            onChange={(next) => (typeof next === 'number' ? setClocks({ ...clocks, [severity]: next }) : undefined)}
          />
        ))}
      </SimpleGrid>
      <TagsInput
        label={words.operations.onCall}
        description={words.operations.onCallText}
        maxTags={5}
        value={onCall}
        onChange={(next) => setOnCall(next.map((one) => one.replace(/[^+\d]/g, '')))}
      />
      {settings.smsReady ? null : (
        <Text size="sm" c="dimmed">
          {words.operations.noSms}
        </Text>
      )}
      <Group>
        <Button loading={save.isPending} onClick={() => save.mutate()}>
          {words.operations.save}
        </Button>
      </Group>
    </Stack>
  );
}
