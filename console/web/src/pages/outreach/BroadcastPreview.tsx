import { Alert, Stack, Text } from '@mantine/core';
import type { z } from 'zod';
import type { previewReply } from '../../../../api/schema/outreach';
import { useI18n } from '../../i18n';

/** Who gets it and who does not, and each message as it will read on its channel, with what it costs. */
export function Preview({ seen }: { seen: z.infer<typeof previewReply> }) {
  const { outreach } = useI18n().words;
  return (
    <Stack gap="xs" role="status">
      <Text fw={650}>{outreach.reach(seen.reachable, seen.total)}</Text>
      {seen.excluded.length > 0 ? (
        <Text size="sm" c="dimmed">
          {outreach.excluded}: {seen.excluded.map(({ why, n }) => `${outreach.why[why] ?? why} ${n}`).join(' · ')}
        </Text>
      ) : null}
      {seen.messages.map((message) => (
        <div key={`${message.channel} ${message.locale}`} className="card" style={{ padding: 10 }}>
          <Text size="sm" c="dimmed">
            {outreach.channelNames[message.channel] ?? message.channel} ·{' '}
            {outreach.languages[message.locale] ?? message.locale} · {outreach.people(message.recipients)}
            {message.segments === null || message.segmentsInAll === null
              ? ''
              : ` · ${outreach.segments(message.segments, message.segmentsInAll)}`}
          </Text>
          {message.missing ? <Alert color="yellow">{outreach.missing}</Alert> : null}
          {message.parts.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one message have no name but their place.
            <Text key={index} size="sm" mt={4} className="said" dir="auto">
              {part}
            </Text>
          ))}
        </div>
      ))}
    </Stack>
  );
}
