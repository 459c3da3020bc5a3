import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
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

function PageFailed({ again }: { again: () => void }) {
  const { errorPage } = useWords();
  const queries = useQueryClient();
  // What the page failed on may be what it was given: it is asked for anew.
  const retry = () => {
    queries.removeQueries({ type: 'inactive' });
    again();
  };
  return (
    <div className="center-page in-frame" id="failed" role="alert">
      <Stack align="center" maw={420} ta="center">
        <Title order={1} size="h3">
          {errorPage.title}
        </Title>
        <Text>{errorPage.page.text}</Text>
        <Group justify="center">
          <Button onClick={retry}>{errorPage.page.retry}</Button>
          <Button variant="default" onClick={() => window.location.reload()}>
            {errorPage.reload}
          </Button>
        </Group>
      </Stack>
    </div>
  );
}

/** A fault of one page leaves the frame and every other page usable; going elsewhere (another `at`) or trying again clears it. */
export class PageBoundary extends Component<{ at: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override componentDidUpdate(before: { at: string }) {
    if (this.state.failed && before.at !== this.props.at) this.setState({ failed: false });
  }
  override render() {
    return this.state.failed ? <PageFailed again={() => this.setState({ failed: false })} /> : this.props.children;
  }
}

/** A fault of the frame itself is shown as one, with a way on, instead of an empty window. */
export class FailureBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    return this.state.failed ? <Failed /> : this.props.children;
  }
}
