import { Button, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ComponentProps, Fragment, type ReactNode, useState } from 'react';
import { useWords } from '../i18n';
import { Empty } from './Empty';
import { Loaded } from './Page';

/** Drawn at once; what is beyond comes at a press, so that thousands of rows do not stop the page. */
const AT_ONCE = 100;

export interface CardListProps<T> {
  query: UseQueryResult<{ items: readonly T[] }>;
  /** What stands here when there is nothing. */
  none: Pick<ComponentProps<typeof Empty>, 'icon' | 'title' | 'text'>;
  keyOf: (item: T) => string;
  card: (item: T) => ReactNode;
  /** Above the cards, about all of them. */
  lead?: (items: readonly T[]) => ReactNode;
}

/** One list of things to work on: loading, failed with a way on, empty, or a card each. */
export function CardList<T>({ query, none, lead, ...rest }: CardListProps<T>) {
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <div className="card">
            <Empty {...none} />
          </div>
        ) : (
          <Stack gap="sm">
            {lead?.(items)}
            <Cards items={items} {...rest} />
          </Stack>
        )
      }
    </Loaded>
  );
}

/** A card for each of many things, a hundred at a time. */
export function Cards<T>({ items, keyOf, card }: Pick<CardListProps<T>, 'keyOf' | 'card'> & { items: readonly T[] }) {
  const { common } = useWords();
  const [shown, setShown] = useState(AT_ONCE);
  return (
    <>
      {items.slice(0, shown).map((item) => (
        <Fragment key={keyOf(item)}>{card(item)}</Fragment>
      ))}
      {items.length > shown ? (
        <Button variant="default" onClick={() => setShown(shown + AT_ONCE)}>
          {common.more} ({items.length - shown})
        </Button>
      ) : null}
    </>
  );
}

/**
 * One thing of a list: what and when, what it says, and what can be done. On a wide screen the actions stand beside, on
 * a phone below the text: one reads before one acts, and a screen reader does so on both.
 */
export function ListCard({ head, actions, children }: { head: ReactNode; actions?: ReactNode; children?: ReactNode }) {
  return (
    <article className="card list-card">
      <div className="list-card-text">
        <div className="list-card-head">{head}</div>
        {children}
      </div>
      {actions ? <div className="list-card-actions">{actions}</div> : null}
    </article>
  );
}
