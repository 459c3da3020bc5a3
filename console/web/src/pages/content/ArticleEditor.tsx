import { Alert, Anchor, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation, useNavigate, useParams } from 'react-router-dom';
import { fieldsOf } from '../../../../../knowledge/review/fields';
import type { ArticleDraft, RevisionPage, SaveReply, TopicView } from '../../../../api/schema/content';
import { useWords } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { useMay } from '../../lib/session';
import { Card, Loaded, Page } from '../../parts/Page';
import { ArticleFields } from './ArticleFields';
import { StageBadge } from './ArticleList';
import { Changes } from './Changes';
import { emptyDraft } from './draft';
import { FieldTable } from './FieldTable';

/** One article as its author writes it and a second person approves it. */
export default function ArticleEditor() {
  const words = useWords();
  const { id } = useParams();
  const query = useQuery({
    queryKey: ['article', id],
    queryFn: () => api<RevisionPage>('GET', `/articles/${encodeURIComponent(id ?? '')}`),
    enabled: id !== undefined,
  });
  return (
    <Page
      title={query.data?.revision.title ?? words.articles.fresh}
      actions={
        <Anchor component={Link} to="/content/articles" size="sm">
          {words.common.back}
        </Anchor>
      }
    >
      {id === undefined ? (
        <Begin />
      ) : (
        <Loaded query={query}>{(page) => <Existing key={page.revision.updatedAt} page={page} />}</Loaded>
      )}
    </Page>
  );
}

function Begin() {
  const words = useWords();
  const navigate = useNavigate();
  const tell = useTell();
  const { state } = useLocation();
  const [draft, setDraft] = useState(() => emptyDraft((state as { topic?: TopicView } | null)?.topic));
  const begin = useMutation({
    mutationFn: () => api<{ id: string }>('POST', '/articles', { body: { draft } }),
    onSuccess: ({ id }) => navigate(`/content/articles/${id}`, { replace: true }),
    onError: tell.problem,
  });
  return (
    <Stack>
      <ArticleFields draft={draft} change={setDraft} fresh />
      <Group>
        <Button loading={begin.isPending} disabled={draft.id === ''} onClick={() => begin.mutate()}>
          {words.articles.save}
        </Button>
      </Group>
    </Stack>
  );
}

function Existing({ page }: { page: RevisionPage }) {
  const words = useWords();
  const { revision } = page;
  const [draft, setDraft] = useState<ArticleDraft>(page.draft);
  const open = revision.status === 'draft' || revision.status === 'submitted';
  return (
    <Stack>
      <Group gap={8}>
        <StageBadge stage={revision.stage} />
        <Text size="sm" c="dimmed">
          {revision.articleId} · {words.content.version(revision.version)} · {words.articles.by(revision.author.name)}
        </Text>
      </Group>
      {revision.remark ? (
        <Alert color="blue" styles={{ message: { color: 'var(--mantine-color-text)' } }}>
          <span className="said">{revision.remark}</span>
        </Alert>
      ) : null}
      {open && page.problems.length > 0 ? (
        <Alert
          color="yellow"
          title={words.articles.missing}
          styles={{ message: { color: 'var(--mantine-color-text)' } }}
        >
          {page.problems.map((problem) => (
            <Text key={problem} size="sm">
              {problem}
            </Text>
          ))}
        </Alert>
      ) : null}
      {page.differences.length > 0 && open ? (
        <Card title={words.articles.changes}>
          <Changes items={page.differences} />
        </Card>
      ) : null}
      <Decide page={page} />
      {open && revision.mine ? (
        <ArticleFields draft={draft} change={setDraft} fresh={false} />
      ) : (
        <Card title={words.content.whole}>
          <FieldTable fields={fieldsOf(page.draft)} />
        </Card>
      )}
      {open && revision.mine ? <Save page={page} draft={draft} /> : null}
    </Stack>
  );
}

function useRefresh() {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: ['article'] });
    void queries.invalidateQueries({ queryKey: ['articles'] });
  };
}

function Save({ page, draft }: { page: RevisionPage; draft: ArticleDraft }) {
  const words = useWords();
  const tell = useTell();
  const refresh = useRefresh();
  const save = useMutation({
    mutationFn: (submit: boolean) =>
      api<SaveReply>('PUT', `/articles/${page.revision.id}`, {
        body: { draft, submit, seen: page.revision.updatedAt },
      }),
    onSuccess: (reply, submit) => tell.done(submit && reply.ok ? words.articles.submitted : words.articles.saved),
    onError: tell.problem,
    onSettled: refresh,
  });
  return (
    <Group>
      <Button variant="default" loading={save.isPending} onClick={() => save.mutate(false)}>
        {words.articles.save}
      </Button>
      <Button loading={save.isPending} onClick={() => save.mutate(true)}>
        {words.articles.submit}
      </Button>
    </Group>
  );
}

/** What a second person does with a submitted draft, and how a published one is taken back. */
function Decide({ page }: { page: RevisionPage }) {
  const words = useWords();
  const may = useMay();
  const tell = useTell();
  const refresh = useRefresh();
  const { revision } = page;
  const [remark, setRemark] = useState('');
  const path = `/articles/${revision.id}`;
  const decide = useMutation({
    mutationFn: (approve: boolean) =>
      api('POST', `${path}/decision`, { body: { approve, remark, seen: revision.updatedAt } }),
    onSuccess: (_, approve) => tell.done(approve ? words.articles.approved : words.articles.returned),
    onError: tell.problem,
    onSettled: refresh,
  });
  const withdraw = useMutation({
    mutationFn: () => api('POST', `${path}/withdraw`),
    onSuccess: () => tell.done(words.articles.withdrawn),
    onError: tell.problem,
    onSettled: refresh,
  });
  if (revision.status === 'approved')
    return (
      <Group gap="sm">
        <Button color="red" variant="light" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
          {words.articles.withdraw}
        </Button>
        <Text size="sm" c="dimmed">
          {words.articles.withdrawText}
        </Text>
      </Group>
    );
  if (revision.status !== 'submitted' || !may('content.review')) return null;
  if (revision.mine) return <Text size="sm">{words.articles.ownText}</Text>;
  return (
    <Card title={words.articles.approve}>
      <Stack gap="xs">
        <Textarea
          label={words.articles.remark}
          autosize
          minRows={1}
          maxLength={1000}
          value={remark}
          onChange={(event) => setRemark(event.currentTarget.value)}
        />
        <Group>
          <Button loading={decide.isPending} disabled={page.problems.length > 0} onClick={() => decide.mutate(true)}>
            {words.articles.approve}
          </Button>
          <Button variant="default" loading={decide.isPending} onClick={() => decide.mutate(false)}>
            {words.articles.back}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
