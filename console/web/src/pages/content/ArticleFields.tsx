import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  MultiSelect,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { ArticleDraft } from '../../../../api/schema/content';
import { useWords } from '../../i18n';
import { Card } from '../../parts/Page';
import type { Both } from './draft';

interface Editing {
  readonly draft: ArticleDraft;
  readonly change: (draft: ArticleDraft) => void;
}

/** Every field of an article for its author; the name is chosen once. */
export function ArticleFields({ draft, change, fresh }: Editing & { fresh: boolean }) {
  const words = useWords();
  const set = (part: Partial<ArticleDraft>) => change({ ...draft, ...part });
  return (
    <Stack>
      <Card title={words.articles.topic}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <TextInput
            label={words.articles.id}
            description={words.articles.idHint}
            value={draft.id}
            disabled={!fresh}
            maxLength={60}
            onChange={(event) => set({ id: event.currentTarget.value.toLowerCase().replace(/[^a-z0-9_]/g, '_') })}
          />
          <TextInput
            label={words.content.owner}
            value={draft.owner}
            onChange={(event) => set({ owner: event.currentTarget.value })}
          />
          <Select
            label={words.articles.topic}
            allowDeselect={false}
            value={draft.topic}
            onChange={(topic) => set({ topic: topic as ArticleDraft['topic'] })}
            data={Object.entries(words.articles.topics).map(([value, label]) => ({ value, label }))}
          />
          <MultiSelect
            label={words.articles.audience}
            value={draft.audience}
            onChange={(audience) => set({ audience: audience as ArticleDraft['audience'] })}
            data={Object.entries(words.articles.audiences).map(([value, label]) => ({ value, label }))}
          />
          <TextInput
            type="date"
            label={words.articles.reviewBy}
            value={draft.review_by}
            onChange={(event) => set({ review_by: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={words.articles.publishOn}
            description={words.articles.publishHint}
            value={draft.publish_on ?? ''}
            onChange={(event) => set({ publish_on: event.currentTarget.value || null })}
          />
        </SimpleGrid>
      </Card>
      <Text size="sm" c="dimmed">
        {words.articles.places}
      </Text>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        {(['en', 'es'] as const).map((locale) => (
          <Words key={locale} draft={draft} change={change} locale={locale} />
        ))}
      </SimpleGrid>
      <TagsInput
        label={words.articles.actions}
        description={words.articles.actionsHint}
        maxTags={3}
        value={draft.actions}
        onChange={(actions) => set({ actions })}
      />
      <Sources draft={draft} change={change} />
    </Stack>
  );
}

function Words({ draft, change, locale }: Editing & { locale: 'en' | 'es' }) {
  const words = useWords();
  const put = (name: 'title' | 'short' | 'normal' | 'rich', text: string) =>
    change({ ...draft, [name]: { ...draft[name], [locale]: text } as Both });
  const text = (name: 'short' | 'normal' | 'rich', label: string, rows: number, hint?: string) => (
    <Textarea
      label={label}
      {...(hint === undefined ? {} : { description: hint })}
      lang={locale}
      autosize
      minRows={rows}
      maxRows={18}
      maxLength={12_000}
      value={draft[name][locale]}
      onChange={(event) => put(name, event.currentTarget.value)}
    />
  );
  return (
    <Card title={locale === 'en' ? words.articles.english : words.articles.spanish}>
      <Stack gap="sm">
        <TextInput
          label={words.articles.heading}
          lang={locale}
          maxLength={200}
          value={draft.title[locale]}
          onChange={(event) => put('title', event.currentTarget.value)}
        />
        <Textarea
          label={words.articles.askedAs}
          description={words.articles.askedHint}
          lang={locale}
          autosize
          minRows={2}
          maxRows={10}
          defaultValue={draft.asked_as[locale].join('\n')}
          onChange={(event) =>
            change({
              ...draft,
              asked_as: {
                ...draft.asked_as,
                [locale]: event.currentTarget.value.split('\n').flatMap((line) => line.trim() || []),
              },
            })
          }
        />
        {text('short', words.articles.short, 2, words.articles.shortHint(draft.short[locale].length))}
        {text('normal', words.articles.normal, 3)}
        {text('rich', words.articles.rich, 5)}
      </Stack>
    </Card>
  );
}

function Sources({ draft, change }: Editing) {
  const words = useWords();
  type Source = ArticleDraft['sources'][number];
  const set = (index: number, part: { [K in keyof Source]?: Source[K] | undefined }) =>
    change({
      ...draft,
      sources: draft.sources.map((one, at) => (at === index ? (clean({ ...one, ...part }) as Source) : one)),
    });
  return (
    <Card title={words.content.sources}>
      <Stack gap="sm">
        {draft.sources.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sources have no id; their place is what they are.
          <Group key={index} gap="xs" align="flex-end">
            <TextInput
              label={words.articles.source}
              style={{ flex: '2 1 200px' }}
              value={one.title}
              onChange={(event) => set(index, { title: event.currentTarget.value })}
            />
            <TextInput
              label={words.articles.publisher}
              style={{ flex: '1 1 140px' }}
              value={one.publisher ?? ''}
              onChange={(event) => set(index, { publisher: event.currentTarget.value || undefined })}
            />
            <TextInput
              label={words.articles.link}
              type="url"
              style={{ flex: '1 1 160px' }}
              value={one.link ?? ''}
              onChange={(event) => set(index, { link: event.currentTarget.value || undefined })}
            />
            <Checkbox
              label={words.articles.read}
              mb={8}
              checked={one.read}
              onChange={(event) => set(index, { read: event.currentTarget.checked })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={`${words.articles.removeSource}: ${one.title}`}
              onClick={() => change({ ...draft, sources: draft.sources.filter((_, at) => at !== index) })}
            >
              <IconTrash size={18} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            variant="default"
            size="compact-sm"
            disabled={draft.sources.length >= 10}
            onClick={() => change({ ...draft, sources: [...draft.sources, { title: '', read: false }] })}
          >
            {words.articles.addSource}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

/** Without the fields that were emptied. */
const clean = (source: object) => Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined));
