import { Button, Stack, Text, ThemeIcon } from '@mantine/core';
import type { ComponentType } from 'react';

/** What a page shows when there is nothing: what that means, and what to do next if anything. */
export function Empty(props: {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  title: string;
  text: string;
  action?: { label: string; run: () => void };
}) {
  const Icon = props.icon;
  return (
    <Stack align="center" justify="center" gap={6} p="xl" ta="center" mih={220} h="min(100%, 460px)">
      <ThemeIcon variant="light" size={56} radius="xl" aria-hidden>
        <Icon size={30} stroke={1.5} />
      </ThemeIcon>
      <Text fw={650} mt="xs">
        {props.title}
      </Text>
      <Text c="dimmed" size="sm" maw={320}>
        {props.text}
      </Text>
      {props.action ? (
        <Button variant="light" mt="sm" onClick={props.action.run}>
          {props.action.label}
        </Button>
      ) : null}
    </Stack>
  );
}
