import { Text } from '@mantine/core';
import type { InsightChart } from '../../../../api/schema/insight';
import { useI18n } from '../../i18n';
import { Count } from './Behind';

/** One large number with what it means; pressing it opens what it counts. */
export function Figure(props: {
  chart: InsightChart;
  counted?: string;
  label: string;
  value: number;
  text?: string | undefined;
}) {
  const { locale } = useI18n();
  const { chart, counted, label, value, text } = props;
  return (
    <div className="card" style={{ padding: '12px 16px' }}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={28} fw={700} lh={1.25} component="div">
        <Count chart={chart} name={label} {...(counted === undefined ? {} : { value: counted })}>
          {value.toLocaleString(locale)}
        </Count>
      </Text>
      {text ? (
        <Text size="xs" c="dimmed">
          {text}
        </Text>
      ) : null}
    </div>
  );
}
