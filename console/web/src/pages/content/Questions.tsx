import { Badge, Button, Modal, Select, Stack, Text } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { ArticleList, TopicView } from '../../../../api/schema/content';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { useSignedIn } from '../../lib/session';
import { fullTime } from '../../lib/time';
import { CardList, ListCard } from '../../parts/Cards';

const FIRST = 5;

/** Questions nobody answered, by subject, to turn into articles. */
export function Questions() {
  const { words } = useI18n();
  const [answering, setAnswering] = useState<TopicView | null>(null);
  const query = useQuery({
    queryKey: ['questions'],
    queryFn: () => api<{ items: TopicView[]; questions: number }>('GET', '/questions'),
  });
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {words.questions.lead}
      </Text>
      <CardList
        query={query}
        none={{ icon: IconMessageQuestion, title: words.questions.none, text: words.questions.noneText }}
        keyOf={(topic) => topic.questions[0]!.id}
        card={(topic) => <Topic topic={topic} answer={() => setAnswering(topic)} />}
      />
      {answering ? <Answered topic={answering} onClose={() => setAnswering(null)} /> : null}
    </Stack>
  );
}

function useSettle(onSuccess?: () => void) {
  const queries = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: (body: { ids: string[]; how: string; articleId?: string }) =>
      api('POST', '/questions/settle', { body }),
    ...(onSuccess ? { onSuccess } : {}),
    onError: tell.problem,
    onSettled: () => queries.invalidateQueries({ queryKey: ['questions'] }),
  });
}

const idsOf = (topic: TopicView) => topic.questions.map((one) => one.id);

function Topic({ topic, answer }: { topic: TopicView; answer: () => void }) {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  const navigate = useNavigate();
  const settle = useSettle();
  const [all, setAll] = useState(false);
  const shown = all ? topic.questions : topic.questions.slice(0, FIRST);
  return (
    <ListCard
      head={
        <>
          <Text fw={650} size="sm" className="said" dir="auto">
            {topic.words.join(' · ') || topic.example}
          </Text>
          <Badge variant="outline" color="gray" tt="none" styles={{ label: { color: 'var(--mantine-color-text)' } }}>
            {words.languageName[topic.locale] ?? topic.locale}
          </Badge>
          <Text size="xs" c="dimmed">
            {words.questions.count(topic.questions.length)} · {fullTime(topic.lastAt, locale, hospital.zone)}
          </Text>
        </>
      }
      actions={
        <>
          <Button size="compact-sm" onClick={() => navigate('/content/articles/new', { state: { topic } })}>
            {words.questions.write}
          </Button>
          <Button size="compact-sm" variant="default" onClick={answer}>
            {words.questions.answered}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={settle.isPending}
            onClick={() => settle.mutate({ ids: idsOf(topic), how: 'dismissed' })}
          >
            {words.questions.dismiss}
          </Button>
        </>
      }
    >
      <ul style={{ margin: '8px 0 0', paddingInlineStart: 20 }}>
        {shown.map((one) => (
          <li key={one.id}>
            <Text size="sm" className="said" dir="auto">
              {one.text}
            </Text>
            {one.answered ? (
              <Text size="xs" c="dimmed">
                {words.questions.unsure(one.answered.title, Math.round(100 * one.answered.confidence))}
              </Text>
            ) : null}
          </li>
        ))}
      </ul>
      {all || topic.questions.length <= FIRST ? null : (
        <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
          {words.questions.all}
        </Button>
      )}
    </ListCard>
  );
}

function Answered({ topic, onClose }: { topic: TopicView; onClose: () => void }) {
  const { words } = useI18n();
  const [article, setArticle] = useState<string | null>(null);
  const settle = useSettle(onClose);
  const query = useQuery({ queryKey: ['articles'], queryFn: () => api<ArticleList>('GET', '/articles') });
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title={words.questions.which}
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <Stack>
        <Text size="sm" className="said" dir="auto">
          {topic.example}
        </Text>
        <Select
          searchable
          aria-label={words.questions.which}
          placeholder={words.content.search}
          value={article}
          onChange={setArticle}
          data={(query.data?.articles ?? []).map((one) => ({ value: one.id, label: one.title }))}
          data-autofocus
        />
        <Button
          disabled={article === null}
          loading={settle.isPending}
          onClick={() => settle.mutate({ ids: idsOf(topic), how: 'article', articleId: article! })}
        >
          {words.questions.done}
        </Button>
      </Stack>
    </Modal>
  );
}
