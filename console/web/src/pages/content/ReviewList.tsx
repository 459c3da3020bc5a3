import { Anchor, Badge, Group, Select, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBook2 } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { ContentItem, ContentList } from '../../../../api/schema/content';
import { useWords } from '../../i18n';
import { api } from '../../lib/api';
import { Empty } from '../../parts/Empty';
import { More } from '../../parts/More';
import { Failed, Wait, WideTable } from '../../parts/Page';

const PAGE = 100;
const COLORS: Record<string, string> = {
  approved: 'teal',
  one: 'blue',
  changed: 'red',
  new_version: 'yellow',
  waiting: 'gray',
};

export function StateBadge({ state }: { state: string }) {
  const words = useWords();
  return (
    <Badge
      variant="light"
      tt="none"
      color={COLORS[state] ?? 'gray'}
      styles={{ label: { color: 'var(--mantine-color-text)' } }}
    >
      {words.content.states[state] ?? state}
    </Badge>
  );
}

/** Everything the product ships, with its state of approval. */
export function ReviewList() {
  const words = useWords();
  const [kind, setKind] = useState<string | null>(null);
  const [state, setState] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const query = useInfiniteQuery({
    queryKey: ['content', kind, state, q],
    queryFn: ({ pageParam }) =>
      api<ContentList>('GET', '/content', { query: { kind, state, q, from: pageParam, limit: PAGE } }),
    initialPageParam: 0,
    getNextPageParam: (page, all) => (all.length * PAGE < page.total ? all.length * PAGE : undefined),
    placeholderData: keepPreviousData,
  });
  const first = query.data?.pages[0];
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const kinds = first?.kinds ?? [];
  const sum = (pick: (one: ContentList['kinds'][number]) => number) => kinds.reduce((all, one) => all + pick(one), 0);
  const chosen = kinds.find((one) => one.kind === kind) ?? {
    files: sum((one) => one.files),
    approved: sum((one) => one.approved),
  };
  if (query.isError) return <Failed query={query} />;
  if (!first) return <Wait />;
  return (
    <>
      <Group gap="xs" mb="sm">
        <Select
          aria-label={words.content.allKinds}
          placeholder={words.content.allKinds}
          clearable
          value={kind}
          onChange={setKind}
          data={kinds.map((one) => ({ value: one.kind, label: words.content.kinds[one.kind] ?? one.kind }))}
        />
        <Select
          aria-label={words.content.allStates}
          placeholder={words.content.allStates}
          clearable
          value={state}
          onChange={setState}
          data={Object.entries(words.content.states).map(([value, label]) => ({ value, label }))}
        />
        <TextInput
          type="search"
          aria-label={words.content.search}
          placeholder={words.content.search}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed" role="status">
          {words.content.approvedOf(chosen.approved, chosen.files)} · {words.content.found(first.total)}
        </Text>
      </Group>
      <div className="card">
        {items.length === 0 ? (
          <Empty icon={IconBook2} title={words.content.none} text={words.content.noneText} />
        ) : (
          <WideTable minWidth={560}>
            <Table className="stacked" verticalSpacing={7} horizontalSpacing="md">
              <Table.Tbody>
                {items.map((item) => (
                  <Row key={item.ref} item={item} />
                ))}
              </Table.Tbody>
            </Table>
          </WideTable>
        )}
      </div>
      <More query={query} />
    </>
  );
}

function Row({ item }: { item: ContentItem }) {
  const words = useWords();
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/content/review/${encodeURIComponent(item.ref)}`} size="sm" fw={600}>
          {item.title}
        </Anchor>
        <Text size="xs" c="dimmed">
          {words.content.kinds[item.kind] ?? item.kind} · {item.id} · {words.content.version(item.version)}
        </Text>
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {item.reviewBy ? (
          <Text size="xs" c={item.freshness === 'current' ? 'dimmed' : 'var(--late)'}>
            {words.content.reviewBy(item.reviewBy)}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td className="cell-end">
        <StateBadge state={item.state} />
      </Table.Td>
    </Table.Tr>
  );
}
