import { Alert } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useWords } from '../i18n';

export function Offline() {
  const words = useWords();
  return (
    <Alert
      icon={<IconCloudOff size={18} />}
      color="yellow"
      radius={0}
      p="xs"
      role="status"
      styles={{ message: { color: 'var(--mantine-color-text)' } }}
    >
      {words.common.offline}
    </Alert>
  );
}
