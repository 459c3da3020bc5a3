import { Anchor, Badge, Button, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { ArticleItem, ArticleList as List, RevisionView } from '../../../../api/schema/content';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { useMay, useSignedIn } from '../../lib/session';
import { fullTime } from '../../lib/time';
import { Empty } from '../../parts/Empty';
import { Loaded, WideTable } from '../../parts/Page';

/** What is being written, and what patients make of what is in use. */
export function ArticleList() {
  const { words } = useI18n();
  const may = useMay();
  const [typed, setTyped] = useState('');
  const query = useQuery({ queryKey: ['articles'], queryFn: () => api<List>('GET', '/articles') });
  const fits = (one: ArticleItem) => `${one.id} ${one.title}`.toLowerCase().includes(typed.trim().toLowerCase());
  return (
    <Loaded query={query}>
      {({ revisions, articles }) => (
        <Stack>
          <Group justify="space-between">
            <Title order={2} size="h5">
              {words.articles.writing}
            </Title>
            {may('content.write') ? (
              <Button component={Link} to="/content/articles/new" size="sm" leftSection={<IconPlus size={16} />}>
                {words.articles.fresh}
              </Button>
            ) : null}
          </Group>
          <div className="card">
            {revisions.length === 0 ? (
              <Empty icon={IconPencil} title={words.articles.noWriting} text={words.articles.noWritingText} />
            ) : (
              <Stack gap={0}>
                {revisions.map((one) => (
                  <RevisionRow key={one.id} revision={one} />
                ))}
              </Stack>
            )}
          </div>
          <Group justify="space-between">
            <Title order={2} size="h5">
              {words.articles.inUse}
            </Title>
            <TextInput
              type="search"
              aria-label={words.content.search}
              placeholder={words.content.search}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          </Group>
          <InUse items={articles.filter(fits)} />
        </Stack>
      )}
    </Loaded>
  );
}

export function StageBadge({ stage }: { stage: string }) {
  const { words } = useI18n();
  const color =
    stage === 'published'
      ? 'teal'
      : stage === 'submitted'
        ? 'blue'
        : ['hedged', 'expired'].includes(stage)
          ? 'orange'
          : 'gray';
  return (
    <Badge variant="light" tt="none" color={color} styles={{ label: { color: 'var(--mantine-color-text)' } }}>
      {words.articles.stages[stage] ?? stage}
    </Badge>
  );
}

function RevisionRow({ revision }: { revision: RevisionView }) {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  return (
    <Group justify="space-between" gap="xs" style={{ padding: '10px 14px', borderBottom: '1px solid var(--app-line)' }}>
      <div style={{ minWidth: 0 }}>
        <Anchor component={Link} to={`/content/articles/${revision.id}`} size="sm" fw={600} className="said">
          {revision.title}
        </Anchor>
        <Text size="xs" c="dimmed">
          {words.content.version(revision.version)} · {words.articles.by(revision.author.name)}
          {revision.stage !== 'draft' && revision.decidedBy
            ? ` · ${words.articles.approvedBy(revision.decidedBy.name)}`
            : ''}{' '}
          · {fullTime(revision.updatedAt, locale, hospital.zone)}
        </Text>
      </div>
      <StageBadge stage={revision.stage} />
    </Group>
  );
}

function InUse({ items }: { items: readonly ArticleItem[] }) {
  const { words } = useI18n();
  const may = useMay();
  const navigate = useNavigate();
  const tell = useTell();
  const revise = useMutation({
    mutationFn: (from: string) => api<{ id: string }>('POST', '/articles', { body: { from } }),
    onSuccess: ({ id }) => navigate(`/content/articles/${id}`),
    onError: tell.problem,
  });
  return (
    <div className="card">
      <WideTable minWidth={680}>
        <Table className="stacked" verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.articles.heading}</Table.Th>
              <Table.Th title={words.articles.ninety}>{words.articles.shown}</Table.Th>
              <Table.Th>{words.articles.helped}</Table.Th>
              <Table.Th>{words.articles.notHelped}</Table.Th>
              <Table.Th>{words.articles.unsure}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td>
                  <Text size="sm" fw={600}>
                    {one.title}
                  </Text>
                  <Text size="xs" c={one.freshness === 'current' ? 'dimmed' : 'var(--late)'}>
                    {words.articles.topics[one.topic] ?? one.topic} · {words.content.version(one.version)} ·{' '}
                    {words.content.reviewBy(one.reviewBy)}
                    {one.freshness === 'current' ? '' : ` · ${words.content.freshness[one.freshness]}`}
                  </Text>
                </Table.Td>
                {(['shown', 'helped', 'notHelped', 'unsure'] as const).map((column) => (
                  <Table.Td key={column} data-label={words.articles[column]} className="num">
                    {one[column] === 0 ? '–' : one[column]}
                  </Table.Td>
                ))}
                <Table.Td className="cell-end">
                  {may('content.write') ? (
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`${words.articles.revise}: ${one.title}`}
                      onClick={() => revise.mutate(one.id)}
                    >
                      {words.articles.revise}
                    </Button>
                  ) : null}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </div>
  );
}
