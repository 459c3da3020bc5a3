import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'react-router-dom';
import type { ContentView } from '../../../../api/schema/content';
import { useWords } from '../../i18n';
import { address, api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { Card, Loaded, Page } from '../../parts/Page';
import { Changes } from './Changes';
import { FieldTable } from './FieldTable';
import { StateBadge } from './ReviewList';

/** One file as a reviewer reads it: what changed, everything it says, who approved it. */
export default function ReviewOne() {
  const words = useWords();
  const { ref = '' } = useParams();
  const path = `/content/${encodeURIComponent(ref)}`;
  const query = useQuery({ queryKey: ['content-one', ref], queryFn: () => api<ContentView>('GET', path) });
  return (
    <Page
      title={query.data?.item.title ?? words.content.review}
      actions={
        <Anchor component={Link} to="/content/review" size="sm">
          {words.common.back}
        </Anchor>
      }
    >
      <Loaded query={query}>{(view) => <Shown view={view} path={path} />}</Loaded>
    </Page>
  );
}

function Shown({ view, path }: { view: ContentView; path: string }) {
  const words = useWords();
  const { item } = view;
  return (
    <Stack>
      <Group gap={10}>
        <StateBadge state={item.state} />
        <Text size="sm" c="dimmed">
          {words.content.kinds[item.kind] ?? item.kind} · {item.id} · {words.content.version(item.version)}
          {item.reviewBy ? ` · ${words.content.reviewBy(item.reviewBy)}` : ''}
        </Text>
        {view.page ? (
          <Anchor href={address(`${path}/page`)} target="_blank" rel="noreferrer" size="sm">
            {words.content.openPage} <IconExternalLink size={14} aria-hidden />
          </Anchor>
        ) : null}
      </Group>
      <Approve view={view} path={path} />
      <Card title={view.since ? words.content.since(view.since.version) : words.content.noneApproved}>
        {view.since ? <Changes items={view.since.differences} /> : null}
      </Card>
      <Card title={words.content.whole}>
        <FieldTable fields={view.fields} />
      </Card>
      <Card title={words.content.sources}>
        <Text size="sm" c="dimmed">
          {words.content.owner}: {view.owner}
        </Text>
        <ul>
          {view.sources.map((one) => (
            <li key={one.text}>
              <Text size="sm">
                {one.text}
                {one.read ? '' : ` (${words.content.notRead})`}
              </Text>
            </li>
          ))}
        </ul>
      </Card>
    </Stack>
  );
}

function Approve({ view, path }: { view: ContentView; path: string }) {
  const words = useWords();
  const queries = useQueryClient();
  const tell = useTell();
  const approve = useMutation({
    mutationFn: () => api('POST', `${path}/approve`, { body: { sha256: view.sha256 } }),
    onSuccess: () => tell.done(words.content.done),
    onError: tell.problem,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['content-one'] });
      void queries.invalidateQueries({ queryKey: ['content'] });
    },
  });
  return (
    <Card title={words.content.approvals} text={words.content.approveText}>
      <Stack gap="xs" align="flex-start">
        {view.approvals.map((one) => (
          <Text key={`${one.who} ${one.at} ${one.same}`} size="sm">
            {words.content.approvedBy(one.who, one.at)}
            {one.same ? '' : ` (${words.content.otherBytes})`}
          </Text>
        ))}
        {view.mine && view.item.state !== 'approved' ? <Text size="sm">{words.content.youApproved}</Text> : null}
        {view.mine || view.item.state === 'approved' ? null : (
          <Button loading={approve.isPending} onClick={() => approve.mutate()}>
            {words.content.approve}
          </Button>
        )}
      </Stack>
    </Card>
  );
}
