import { lazy } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { useWords } from '../i18n';
import { useMay } from '../lib/session';
import { Tabs } from '../parts/Tabs';
import { ArticleList } from './content/ArticleList';
import { Questions } from './content/Questions';
import { ReviewList } from './content/ReviewList';

const ArticleEditor = lazy(() => import('./content/ArticleEditor'));
const ReviewOne = lazy(() => import('./content/ReviewOne'));

/** Reviewing what ships, writing articles, and the questions that wait for one. */
export default function ContentPage() {
  const may = useMay();
  const first = may('content.review') ? 'review' : 'articles';
  return (
    <Routes>
      <Route index element={<Navigate to={first} replace />} />
      <Route path="review" element={<Tabbed tab="review" />} />
      <Route path="articles" element={<Tabbed tab="articles" />} />
      <Route path="questions" element={<Tabbed tab="questions" />} />
      <Route path="review/:ref" element={<ReviewOne />} />
      <Route path="articles/new" element={<ArticleEditor />} />
      <Route path="articles/:id" element={<ArticleEditor />} />
      <Route path="*" element={<Navigate to="/content" replace />} />
    </Routes>
  );
}

function Tabbed({ tab }: { tab: 'review' | 'articles' | 'questions' }) {
  const words = useWords();
  const may = useMay();
  const tabs = [
    { value: 'review', label: words.content.review, show: may('content.review') },
    { value: 'articles', label: words.content.articles, show: true },
    { value: 'questions', label: words.content.questions, show: may('content.write') },
  ].filter((one) => one.show);
  return (
    <Tabs
      title={words.content.title}
      under="/content"
      at={tab}
      tabs={tabs.map(({ value, label }) => ({ value, label }))}
    >
      {tab === 'review' ? <ReviewList /> : tab === 'articles' ? <ArticleList /> : <Questions />}
    </Tabs>
  );
}
