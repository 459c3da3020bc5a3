import { IconAlertTriangleFilled } from '@tabler/icons-react';
import type { Severity as Level } from '../../../api/schema/common';
import { useWords } from '../i18n';

/** Number, word and colour together: never colour alone. */
export function Severity({ level }: { level: Level }) {
  const { severity } = useWords();
  return (
    <span className="severity" style={{ background: `var(--severity-${level})` }}>
      {level === 1 ? <IconAlertTriangleFilled size={12} aria-hidden /> : null}
      <span>
        {level} · {severity[level]}
      </span>
    </span>
  );
}
