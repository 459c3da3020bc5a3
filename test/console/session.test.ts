import { addStaff, createCaller } from './support/caller';
import { openSite, type Site } from './support/site';

let site: Site;
beforeEach(async () => {
  site = await openSite();
});
afterEach(() => site.close());

test('smoke', async () => {
  await addStaff(site, 'ana', ['nurse']);
  const caller = createCaller(site);
  const view = await caller.signIn('ana');
  expect(view.stage).toBe('ready');
  expect((await caller.call('GET', '/queue')).json).toMatchObject({ items: [] });
});
