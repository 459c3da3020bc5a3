import { Alert, Button, Center, Group, Loader, Text, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router-dom';
import { useWords } from '../i18n';
import { problemText } from '../lib/problem';

/** A page with a title, its actions beside it, and what is below. */
export function Page({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  const { app } = useWords();
  useEffect(() => {
    document.title = `${title} · ${app.name}`;
  }, [title, app.name]);
  const page = useRef<HTMLDivElement>(null);
  const { pathname } = useLocation();
  // On a phone a row of tabs may be wider than the screen: the one that is open must be in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: going to another tab is what moves it.
  useEffect(() => {
    const open = page.current?.querySelector('.mantine-SegmentedControl-control[data-active]');
    open?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);
  return (
    <div className="page" ref={page}>
      <Group justify="space-between" mb="md" gap="sm">
        <Title order={1} size="h3">
          {title}
        </Title>
        <Group gap="xs" className="page-actions">
          {actions}
        </Group>
      </Group>
      {children}
    </div>
  );
}

/** Loading, failed with a way on, or the data. */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  return query.isError ? <Failed query={query} /> : <Wait />;
}

/** What went wrong, and a way to try again. */
export function Failed({ query }: { query: { error: unknown; refetch: () => unknown } }) {
  const words = useWords();
  return (
    <Alert color="red" role="alert">
      <Text size="sm" mb="xs">
        {problemText(query.error, words)}
      </Text>
      <Button size="compact-sm" variant="default" onClick={() => void query.refetch()}>
        {words.common.retry}
      </Button>
    </Alert>
  );
}

export function Wait() {
  const words = useWords();
  return (
    <Center p="xl" role="status" aria-label={words.common.loading}>
      <Loader />
    </Center>
  );
}

export function Card({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className="card" style={{ padding: 16 }}>
      <Title order={2} size="h5">
        {title}
      </Title>
      {text ? (
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      ) : null}
      <div style={{ marginTop: 12 }}>{children}</div>
    </section>
  );
}

/** A table that may be wider than the screen scrolls by itself, by keyboard too, and shows that there is more beside. */
export function WideTable({ minWidth, children }: { minWidth: number; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1).
    <div className="wide-table" tabIndex={0}>
      <div style={{ '--least': `${minWidth}px` } as CSSProperties}>{children}</div>
    </div>
  );
}
