import { Anchor, Group, Modal, Stack, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { Link } from 'react-router-dom';
import type { InsightChart, InsightRows } from '../../../../api/schema/insight';
import { useI18n } from '../../i18n';
import { address, api } from '../../lib/api';
import { useMay, useSignedIn } from '../../lib/session';
import { fullTime } from '../../lib/time';
import { Loaded } from '../../parts/Page';

export interface Filter {
  readonly days: string;
  readonly channel: string | null;
  readonly locale: string | null;
  readonly service: string | null;
}
interface Asked {
  readonly chart: InsightChart;
  readonly value?: string;
  readonly name: string;
}

const Context = createContext<{ filter: Filter; open: (asked: Asked) => void } | null>(null);

/** Lets every number below it open the conversations that it counts. */
export function BehindProvider({ filter, children }: { filter: Filter; children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <Context.Provider value={{ filter, open: setAsked }}>
      {children}
      {asked ? <Conversations asked={asked} filter={filter} onClose={() => setAsked(null)} /> : null}
    </Context.Provider>
  );
}

/** A number one can look behind. */
export function Count({ chart, value, name, children }: Asked & { children: ReactNode }) {
  const context = useContext(Context);
  const { words } = useI18n();
  return (
    <UnstyledButton
      className="num-link"
      aria-label={`${words.insight.behind(name)} (${children})`}
      onClick={() => context?.open({ chart, name, ...(value === undefined ? {} : { value }) })}
    >
      {children}
    </UnstyledButton>
  );
}

/** What a chart counts, as rows to keep. */
export function Rows({ chart }: { chart: InsightChart }) {
  const context = useContext(Context);
  const may = useMay();
  const { words } = useI18n();
  if (!context || !may('insight.export')) return null;
  return (
    <Anchor href={address('/insight/rows.csv', { ...context.filter, chart })} size="xs" download>
      {words.insight.rows}
    </Anchor>
  );
}

function Conversations({ asked, filter, onClose }: { asked: Asked; filter: Filter; onClose: () => void }) {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  const query = useQuery({
    queryKey: ['insight-rows', asked, filter],
    queryFn: () =>
      api<InsightRows>('GET', '/insight/rows', { query: { ...filter, chart: asked.chart, value: asked.value } }),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title={words.insight.behind(asked.name)}
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <Loaded query={query}>
        {({ items, hidden }) => (
          <Stack gap={6}>
            {items.length === 0 ? (
              <Text size="sm" c="dimmed">
                {words.insight.noneBehind}
              </Text>
            ) : null}
            {items.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: one conversation may be counted several times.
              <Group key={index} justify="space-between" gap="xs" wrap="nowrap">
                <Anchor component={Link} to={`/queue/${encodeURIComponent(row.conversationId)}`} size="sm">
                  {fullTime(row.at, locale, hospital.zone)}
                </Anchor>
                <Text size="xs" c="dimmed" truncate>
                  {row.conversationId}
                </Text>
              </Group>
            ))}
            {hidden > 0 ? (
              <Text size="xs" c="dimmed">
                {words.insight.hidden(hidden)}
              </Text>
            ) : null}
          </Stack>
        )}
      </Loaded>
    </Modal>
  );
}
