import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { Page } from './Page';

/** A page of several lists under one name: each is a place of its own below `under`, with its own address. */
export function Tabs(props: {
  title: string;
  under: string;
  at: string;
  tabs: readonly { readonly value: string; readonly label: string }[];
  children: ReactNode;
}) {
  const { title, under, at, tabs, children } = props;
  const navigate = useNavigate();
  return (
    <Page
      title={title}
      actions={
        tabs.length > 1 ? (
          <SegmentedControl
            aria-label={title}
            value={at}
            onChange={(next) => navigate(`${under}/${next}`)}
            data={[...tabs]}
          />
        ) : null
      }
    >
      {children}
    </Page>
  );
}
