import { Button, Stack, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useWords } from '../i18n';

function Failed() {
  const { errorPage } = useWords();
  return (
    <div className="center-page" id="failed">
      <Stack align="center" maw={420} ta="center">
        <Title order={1} size="h3">
          {errorPage.title}
        </Title>
        <Text>{errorPage.text}</Text>
        <Button onClick={() => window.location.reload()}>{errorPage.reload}</Button>
      </Stack>
    </div>
  );
}

/** A fault of the page is shown as one, with a way on, instead of an empty window. */
export class FailureBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    return this.state.failed ? <Failed /> : this.props.children;
  }
}
