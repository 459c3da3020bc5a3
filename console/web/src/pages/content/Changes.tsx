import { Badge, Group, Stack, Text } from '@mantine/core';
import type { ContentView } from '../../../../api/schema/content';
import { useWords } from '../../i18n';

type Difference = NonNullable<ContentView['since']>['differences'][number];
const COLORS: Record<string, string> = { safety: 'red', changed: 'yellow', wording: 'gray' };

/** What changed in meaning, the weighty first. */
export function Changes({ items }: { items: readonly Difference[] }) {
  const words = useWords();
  if (items.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.content.noChange}
      </Text>
    );
  return (
    <Stack gap={6} component="ul" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {items.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list; two places may change alike.
        <Group key={index} component="li" gap={8} wrap="nowrap" align="flex-start">
          <Badge
            variant="light"
            tt="none"
            color={COLORS[one.weight] ?? 'gray'}
            style={{ flexShrink: 0 }}
            styles={{ label: { color: 'var(--mantine-color-text)' } }}
          >
            {words.content.weights[one.weight] ?? one.weight}
          </Badge>
          <Text size="sm" className="said">
            {one.text}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
