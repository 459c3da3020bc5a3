import type { Locator, Page } from 'playwright-core';
import { until } from '../webchat/harness';

/** The patient page as a person uses it. */
export interface ChatPage {
  readonly page: Page;
  readonly box: Locator;
  /** A suggested answer that can be pressed; the live region holds copies of buttons that do nothing. */
  choice(label: string): Locator;
  /** Text of every bubble, oldest first. */
  bubbles(): Promise<string[]>;
  write(text: string): Promise<void>;
  /** Waits until some bubble holds the text. */
  sees(text: string): Promise<void>;
  notice(name: string): Locator;
}

export function chatPage(page: Page): ChatPage {
  const box = page.locator('.webchat__send-box-text-box__html-text-area');
  const bubbles = () => page.locator('.webchat__basic-transcript .webchat__bubble__content').allInnerTexts();
  return {
    page,
    box,
    choice: (label) => page.locator('.webchat__suggested-action', { hasText: label }),
    bubbles,
    async write(text) {
      await box.fill(text);
      await box.press('Enter');
    },
    sees: (text) =>
      until(`"${text}" in the chat`, async () => (await bubbles()).some((one) => one.includes(text)), 25_000),
    notice: (name) => page.locator(`#notices [data-notice="${name}"]`),
  };
}

export interface Complaints {
  /** Errors and warnings of the console, requests to other hosts, requests that failed. */
  readonly heard: string[];
}

/** Listens for anything a page should never do. */
export function listenForComplaints(page: Page, url: string): Complaints {
  const heard: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const ours = [url, url.replace('http', 'ws'), 'data:', 'blob:'].some((start) => request.url().startsWith(start));
    if (!ours) heard.push(`foreign: ${request.url()}`);
  });
  return { heard };
}

/** Stored conversation of the page. */
export const storedChat = (page: Page) =>
  page.evaluate(() => JSON.parse(localStorage.getItem('sathi.chat') ?? '{}') as { conversationId?: string });
