import type { Page } from 'playwright-core';

/** Four words, long enough for the console's rule. */
const MINE = 'four words of mine';

/** The first administrator signs in with the one-time password, and chooses their own. */
export async function firstSignIn(page: Page, url: string, username: string, password: string): Promise<void> {
  await page.goto(`${url}/console`);
  await page.locator('input[autocomplete="username"]').fill(username);
  await page.locator('input[autocomplete="current-password"]').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('input[autocomplete="new-password"]').first().waitFor();
  await page.locator('input[autocomplete="current-password"]').fill(password);
  for (const index of [0, 1]) await page.locator('input[autocomplete="new-password"]').nth(index).fill(MINE);
  await page.keyboard.press('Enter');
  await page.locator('.desk').waitFor();
}
