import { Group, Text } from '@mantine/core';
import { useWords } from '../../i18n';

export function Mark() {
  const { app } = useWords();
  return (
    <Group gap={9} wrap="nowrap">
      <img src="/console/icon.svg" width={30} height={30} alt="" />
      <Text fw={700} size="lg" lh={1}>
        {app.name}
      </Text>
      <Text c="dimmed" size="sm" lh={1} mt={3} className="wide-words" style={{ whiteSpace: 'nowrap' }}>
        {app.team}
      </Text>
    </Group>
  );
}
