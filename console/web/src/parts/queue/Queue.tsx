import {
  ActionIcon,
  Badge,
  Checkbox,
  Group,
  Loader,
  SegmentedControl,
  Skeleton,
  Stack,
  TextInput,
  Title,
  Tooltip,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import {
  IconBell,
  IconBellOff,
  IconClockExclamation,
  IconFilter,
  IconListCheck,
  IconMoodSmile,
  IconSearch,
  IconZoomQuestion,
} from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { QueuePage } from '../../../../api/schema/queue';
import { useWords } from '../../i18n';
import { api } from '../../lib/api';
import { problemText } from '../../lib/problem';
import { useMay } from '../../lib/session';
import { useNow } from '../../lib/time';
import { Empty } from '../Empty';
import { BulkBar, toggled } from './BulkBar';
import { FilterFields } from './FilterFields';
import { QueueRow } from './QueueRow';
import { useAlarm } from './useAlarm';
import { NO_FILTERS, useFilters, type View } from './useFilters';
import { ViewsMenu } from './ViewsMenu';

const VIEWS: readonly View[] = ['unassigned', 'mine', 'team', 'all'];
const ROW_HEIGHT = 104;
/** Rows asked for at once: several screens, and little enough that every console may ask after every change. */
const PAGE = 60;

export function Queue({ openId }: { openId: string | undefined }) {
  const words = useWords();
  const [filters, setFilters] = useFilters();
  const [typed, setTyped] = useState(filters.search);
  const [search] = useDebouncedValue(typed, 250);
  const [showFilters, setShowFilters] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const may = useMay();
  const now = useNow();
  const query = useInfiniteQuery({
    queryKey: ['queue', { ...filters, search }],
    queryFn: ({ pageParam, signal }) => {
      const set = Object.entries({ ...filters, search, after: pageParam }).filter(([, value]) => value !== '');
      const asked = { ...Object.fromEntries(set), limit: PAGE };
      if (search === '') return api<QueuePage>('GET', '/queue', { query: asked, signal });
      return api<QueuePage>('POST', '/queue/search', { body: asked, signal });
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const counts = query.data?.pages[0]?.counts;
  const alarm = useAlarm(counts?.bySeverity[0] ?? 0, query.isSuccess);
  const filtered =
    JSON.stringify({ ...filters, view: '', search }) !== JSON.stringify({ ...NO_FILTERS, view: '', search: '' });

  return (
    <>
      <Stack gap={8} p="sm" pb={8} style={{ borderBottom: '1px solid var(--app-line)' }}>
        <Group justify="space-between" wrap="nowrap">
          <Group gap={8} wrap="nowrap">
            <Title order={1} size="h4">
              {words.queue.title}
            </Title>
            {query.isFetching && !query.isPending ? <Loader size={14} aria-hidden /> : null}
          </Group>
          <Group gap={4} wrap="nowrap">
            {counts && counts.breached > 0 ? (
              <Badge
                color="red"
                variant="filled"
                tt="none"
                leftSection={<IconClockExclamation size={13} />}
                bg="var(--severity-1)"
              >
                {words.queue.breached(counts.breached)}
              </Badge>
            ) : null}
            <Tooltip label={words.queue.sound}>
              <ActionIcon
                variant="subtle"
                color="gray"
                c="var(--mantine-color-text)"
                aria-label={words.queue.sound}
                aria-pressed={alarm.on}
                onClick={alarm.toggle}
              >
                {alarm.on ? <IconBell size={18} /> : <IconBellOff size={18} />}
              </ActionIcon>
            </Tooltip>
            {may('conversation.act') ? (
              <Tooltip label={words.bulk.choose}>
                <ActionIcon
                  variant={chosen ? 'filled' : 'subtle'}
                  color={chosen ? 'sathi' : 'gray'}
                  c={chosen ? undefined : 'var(--mantine-color-text)'}
                  aria-label={words.bulk.choose}
                  aria-pressed={chosen !== null}
                  onClick={() => setChosen(chosen ? null : new Set())}
                >
                  <IconListCheck size={18} />
                </ActionIcon>
              </Tooltip>
            ) : null}
            <ViewsMenu
              filters={filters}
              choose={(next) => {
                setTyped('');
                setFilters(next);
              }}
            />
            <Tooltip label={words.queue.filter}>
              <ActionIcon
                variant={filtered ? 'filled' : 'subtle'}
                color={filtered ? 'sathi' : 'gray'}
                c={filtered ? undefined : 'var(--mantine-color-text)'}
                aria-label={words.queue.filter}
                aria-expanded={showFilters}
                onClick={() => setShowFilters(!showFilters)}
              >
                <IconFilter size={18} />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Group>
        <SegmentedControl
          fullWidth
          size="xs"
          className="views"
          aria-label={words.queue.title}
          value={filters.view}
          onChange={(view) => setFilters({ ...filters, view: view as View })}
          data={VIEWS.map((view) => ({
            value: view,
            label: (
              <span>
                {words.queue.views[view]} <b>{counts ? counts[view] : ''}</b>
              </span>
            ),
          }))}
        />
        <TextInput
          size="xs"
          type="search"
          aria-label={words.queue.search}
          placeholder={words.queue.search}
          leftSection={<IconSearch size={15} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {chosen ? <BulkBar chosen={chosen} done={() => setChosen(null)} /> : null}
        {showFilters ? <FilterFields filters={filters} set={setFilters} /> : null}
        {counts ? (
          <SeverityCounts
            counts={counts.bySeverity}
            chosen={filters.severity}
            choose={(severity) => setFilters({ ...filters, severity })}
          />
        ) : null}
      </Stack>
      <List
        state={query.isPending ? 'loading' : query.isError && items.length === 0 ? 'failed' : 'ready'}
        failure={query.error ? problemText(query.error, words) : ''}
        retry={() => void query.refetch()}
        narrowed={filtered || filters.view !== 'all'}
        clear={() => {
          setTyped('');
          setFilters(NO_FILTERS);
        }}
        items={items}
        openId={openId}
        chosen={chosen}
        choose={setChosen}
        now={now}
        more={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined}
      />
    </>
  );
}

function SeverityCounts(props: { counts: readonly number[]; chosen: string; choose: (severity: string) => void }) {
  const words = useWords();
  return (
    <Group gap={6} role="group" aria-label={words.severity.label}>
      {props.counts.map((count, index) => {
        const level = String(index + 1);
        const on = props.chosen === level;
        return (
          <button
            type="button"
            key={level}
            className="severity"
            aria-pressed={on}
            aria-label={`${level} ${words.severity[(index + 1) as 1]}: ${count}`}
            onClick={() => props.choose(on ? '' : level)}
            style={{
              border: on ? '2px solid var(--mantine-color-text)' : '2px solid transparent',
              background: `var(--severity-${level})`,
              opacity: 1,
              cursor: 'pointer',
            }}
          >
            {level} <span aria-hidden>·</span> <b>{count}</b>
          </button>
        );
      })}
    </Group>
  );
}

interface ListProps {
  state: 'loading' | 'failed' | 'ready';
  failure: string;
  retry: () => void;
  narrowed: boolean;
  clear: () => void;
  items: QueuePage['items'];
  openId: string | undefined;
  chosen: ReadonlySet<string> | null;
  choose: (chosen: ReadonlySet<string>) => void;
  now: number;
  more: (() => void) | undefined;
}

function List(props: ListProps) {
  const words = useWords();
  const scroll = useRef<HTMLDivElement>(null);
  const { items, more } = props;
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => items[index]!.conversationId,
    overscan: 8,
  });
  const shown = rows.getVirtualItems();
  const last = shown[shown.length - 1]?.index ?? 0;
  useEffect(() => {
    if (more && last >= items.length - 40) more();
  }, [more, last, items.length]);

  if (props.state === 'loading') {
    return (
      <Stack p="sm" gap="md" role="status" aria-label={words.common.loading}>
        {[0, 1, 2, 3, 4].map((n) => (
          <Stack key={n} gap={7}>
            <Skeleton height={18} width="45%" />
            <Skeleton height={14} width="85%" />
            <Skeleton height={12} width="60%" />
          </Stack>
        ))}
      </Stack>
    );
  }
  if (props.state === 'failed') {
    return (
      <Empty
        icon={IconZoomQuestion}
        title={props.failure}
        text=""
        action={{ label: words.common.retry, run: props.retry }}
      />
    );
  }
  if (items.length === 0) {
    return props.narrowed ? (
      <Empty
        icon={IconZoomQuestion}
        title={words.queue.nothingTitle}
        text={words.queue.nothingText}
        action={{ label: words.queue.clear, run: props.clear }}
      />
    ) : (
      <Empty icon={IconMoodSmile} title={words.queue.emptyTitle} text={words.queue.emptyText} />
    );
  }

  /** Arrow keys walk the list; the row in focus is always drawn. */
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const at = Number((document.activeElement as HTMLElement | null)?.dataset.index ?? Number.NaN);
    if (step === 0 || Number.isNaN(at)) return;
    event.preventDefault();
    const to = Math.min(Math.max(at + step, 0), items.length - 1);
    rows.scrollToIndex(to);
    requestAnimationFrame(() => scroll.current?.querySelector<HTMLElement>(`.queue-row[data-index="${to}"]`)?.focus());
  };

  return (
    <div className="queue-scroll" ref={scroll}>
      <ul
        aria-label={words.queue.list}
        onKeyDown={onKeyDown}
        style={{ height: rows.getTotalSize(), position: 'relative', margin: 0, padding: 0, listStyle: 'none' }}
      >
        {shown.map((row) => {
          const item = items[row.index]!;
          return (
            <li
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              style={{
                position: 'absolute',
                insetInlineStart: 0,
                top: 0,
                width: '100%',
                transform: `translateY(${row.start}px)`,
              }}
            >
              <div style={{ display: 'flex', alignItems: 'stretch' }}>
                {props.chosen ? (
                  <Checkbox
                    p="sm"
                    pe={0}
                    aria-label={words.bulk.row(words.reasons[item.reason] ?? item.reasonText)}
                    checked={props.chosen.has(item.conversationId)}
                    onChange={() => props.choose(toggled(props.chosen, item.conversationId))}
                  />
                ) : null}
                <QueueRow item={item} index={row.index} open={item.conversationId === props.openId} now={props.now} />
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
