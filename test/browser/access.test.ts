import type { Page } from 'playwright-core';
import { type Harness, startWebChat } from '../webchat/harness';
import {
  type Browser,
  DESKTOP,
  describeInBrowser,
  eventually,
  PHONE,
  screenshot,
  seriousViolations,
  startBrowser,
} from './browser';
import { chatPage, listenForComplaints } from './chat-page';

/** For every pair of hands and eyes: keyboard alone, a small or magnified screen, a screen reader, dark and contrast. */
describeInBrowser('access', () => {
  let browser: Browser;
  let chat: Harness;
  const CHOICES = ['Yes', 'No', 'I am not sure', 'Something else, which takes more than one line on a small phone'];
  beforeAll(async () => {
    browser = await startBrowser();
    chat = await startWebChat({
      reply: ({ activity }) => [
        {
          text: activity.type === 'message' ? `you said ${activity.text}` : 'Hello. In an emergency, call 911.',
          textFormat: 'plain',
          suggestedActions: {
            actions: CHOICES.map((title) => ({ type: 'imBack', title, value: title })),
          },
        },
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await chat?.close();
  });

  const focused = (page: Page) =>
    page.evaluate(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return `${at?.tagName.toLowerCase()}.${at?.className}`;
    });
  const focusReaches = (page: Page, element: string) =>
    eventually(async () => expect(await focused(page)).toContain(element));
  const shows = (page: Page, selector: string) => page.locator(selector).first().waitFor();
  const press = async (page: Page, key: string, reached: (element: string) => boolean, limit = 25) => {
    for (let i = 0; i < limit; i++) {
      await page.keyboard.press(key);
      if (reached(await focused(page))) return;
    }
    throw new Error(`${limit} times ${key} did not reach it; the focus is on ${await focused(page)}`);
  };

  test('keyboard alone: skip to the box, write, choose an answer', async () => {
    const { page, context } = await browser.newPage(DESKTOP);
    const patient = chatPage(page);
    await page.goto(chat.host.url);
    await patient.sees('Hello');
    await page.keyboard.press('Tab');
    await focusReaches(page, 'skip');
    await page.keyboard.press('Enter');
    await focusReaches(page, 'textarea');
    await page.keyboard.type('by keyboard');
    await page.keyboard.press('Enter');
    await patient.sees('you said by keyboard');
    await patient.choice('Yes').waitFor();
    await press(page, 'Shift+Tab', (element) => element.includes('suggested-action'));
    await page.keyboard.press('ArrowDown');
    await screenshot(page, 'desktop-keyboard');
    await page.keyboard.press('Enter');
    await patient.sees('you said No');
    await focusReaches(page, 'textarea');
    await context.close();
  });

  test.each([
    ['a phone of 360 pixels', 'phone', PHONE, ''],
    ['a phone of 320 pixels', 'small', { ...PHONE, viewport: { width: 320, height: 568 } }, ''],
    ['text at twice the size', 'large', { ...PHONE, viewport: { width: 360, height: 740 } }, '200%'],
    ['a phone on its side', 'side', { ...PHONE, viewport: { width: 640, height: 360 } }, ''],
    ['a phone with its keyboard open', 'typing', { ...PHONE, viewport: { width: 360, height: 380 } }, ''],
    ['dark', 'dark', { ...PHONE, colorScheme: 'dark' as const }, ''],
    ['desktop', 'desktop', DESKTOP, ''],
    ['more contrast', 'contrast', { ...DESKTOP, contrast: 'more' as const }, ''],
    ['forced colours', 'forced', { ...DESKTOP, forcedColors: 'active' as const }, ''],
    ['less motion', 'still', { ...PHONE, reducedMotion: 'reduce' as const }, ''],
  ])('%s: nothing is cut off, the emergency number is there, no serious finding', async (_, name, options, size) => {
    const { page, context } = await browser.newPage(options);
    const complaints = listenForComplaints(page, chat.host.url);
    const patient = chatPage(page);
    await page.goto(chat.host.url);
    if (size !== '')
      await page.evaluate((value) => document.documentElement.style.setProperty('font-size', value), size);
    await patient.sees('Hello');
    await patient.choice('Something else').waitFor();
    await patient.write('a');
    await patient.sees('you said a');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await shows(page, '.emergency');
    await patient.box.waitFor();
    expect(await page.locator('[class*=upload-button]').count()).toBe(0);
    await screenshot(page, `access-${name}`);
    expect(await seriousViolations(page)).toEqual([]);
    expect(complaints.heard).toEqual([]);
    await context.close();
  });

  test('buttons are large enough for a trembling hand', async () => {
    const { page, context } = await browser.newPage(PHONE);
    const patient = chatPage(page);
    await page.goto(chat.host.url);
    await patient.choice('Yes').waitFor();
    for (const target of ['#clear', '.language', '.emergency', '.webchat__suggested-action', '.webchat__send-button']) {
      const box = await page.locator(target).first().boundingBox();
      expect([target, Math.min(box!.width, box!.height) >= 44]).toEqual([target, true]);
    }
    await context.close();
  });

  test('the clear dialog is announced, keeps the focus and gives it back', async () => {
    const { page, context } = await browser.newPage(PHONE);
    const patient = chatPage(page);
    await page.goto(chat.host.url);
    await patient.sees('Hello');
    await page.focus('#clear');
    await page.keyboard.press('Enter');
    await page.locator('#clear-dialog').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await eventually(async () => expect(await page.evaluate(() => document.activeElement?.id)).toBe('clear'));
    await context.close();
  });

  test('the embedded chat: launcher, focus inside, Escape, focus back, news while closed', async () => {
    const { page, context } = await browser.newPage(DESKTOP);
    const complaints = listenForComplaints(page, chat.host.url);
    await page.goto(`${chat.host.url}/demo`);
    const launcher = page.locator('.launcher');
    expect(await launcher.getAttribute('aria-expanded')).toBe('false');
    expect(await seriousViolations(page)).toEqual([]);
    await screenshot(page, 'demo');
    await press(page, 'Tab', (element) => element.includes('launcher'));
    await page.keyboard.press('Enter');
    const frame = page.frameLocator('iframe');
    await frame.locator('.webchat__suggested-action').first().waitFor();
    expect(await page.getByRole('dialog').getAttribute('aria-modal')).toBe('true');
    const box = frame.locator('.webchat__send-box-text-box__html-text-area');
    await box.waitFor();
    await screenshot(page, 'demo-open');
    expect(await seriousViolations(page)).toEqual([]);

    // The frame tells the page by a message, so the window closes a moment after the key.
    await box.press('Escape');
    await page.locator('.panel').waitFor({ state: 'hidden' });
    await focusReaches(page, 'launcher');

    const [conversationId] = [...chat.engine.store.conversations.keys()].slice(-1);
    chat.engine.say(conversationId!, { text: 'A nurse has answered.' });
    await eventually(async () => {
      expect(await launcher.getAttribute('aria-label')).toContain('New messages: 1');
      expect(await page.locator('.live').textContent()).toBe('New messages: 1');
    });
    await screenshot(page, 'demo-unread');
    await launcher.click();
    await eventually(async () => expect(await launcher.getAttribute('aria-label')).toBe('Chat with us'));
    expect(complaints.heard).toEqual([]);
    await context.close();
  });

  test('the focus never leaves the open window by Tab', async () => {
    const { page, context } = await browser.newPage(DESKTOP);
    await page.goto(`${chat.host.url}/demo`);
    await page.locator('.launcher').click();
    await page.frameLocator('iframe').locator('.webchat__suggested-action').first().waitFor();
    await focusReaches(page, 'iframe');
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press('Tab');
      await eventually(async () => expect(await focused(page)).toMatch(/^(iframe|button\.close)/), 2000);
    }
    await press(page, 'Shift+Tab', (element) => element.startsWith('button.close'));
    await page.keyboard.press('Enter');
    await focusReaches(page, 'launcher');
    await context.close();
  });

  test('the embedded chat in Spanish on a phone fills the screen', async () => {
    const { page, context } = await browser.newPage({ ...PHONE, locale: 'es-ES' });
    await page.goto(`${chat.host.url}/demo`);
    await page.locator('.launcher', { hasText: 'Escríbanos' }).click();
    await page.frameLocator('iframe').locator('.webchat__suggested-action').first().waitFor();
    const whole = { x: 0, y: 0, width: 360, height: 640 };
    await eventually(async () => expect(await page.locator('.panel').boundingBox()).toEqual(whole));
    await screenshot(page, 'demo-phone-spanish');
    expect(await seriousViolations(page)).toEqual([]);
    await context.close();
  });
});
