import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The page's renderer of a bot's text: everything is escaped, numbers and addresses become links, nothing else does. */
type Renderer = { linkify(text: string): string; renderText(text: string): string };
let text: Renderer;
beforeAll(async () => {
  const module = (await import(pathToFileURL(join(__dirname, 'text.mjs')).href)) as {
    createTextRenderer(numbers: string[]): Renderer;
  };
  text = module.createTextRenderer(['911', '988', '+1 555 010 0110', '1-800-222-1222']);
});

const links = (html: string) => [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);

test.each([
  ['Call 911.', ['tel:911']],
  ['Call 911, or 988', ['tel:911', 'tel:988']],
  ['Nurse line: +1 555 010 0110.', ['tel:+15550100110']],
  ['Poison: 1-800-222-1222 (day and night)', ['tel:18002221222']],
  [
    'Ring (555) 010-0199 or 555-010-0198 or +44 20 7946 0958',
    ['tel:5550100199', 'tel:5550100198', 'tel:+442079460958'],
  ],
  ['See https://riverside.example.org/help?a=1&b=2.', ['https://riverside.example.org/help?a=1&amp;b=2']],
  ['(https://riverside.example.org)', ['https://riverside.example.org']],
])('%s has links', (given, expected) => {
  expect(links(text.linkify(given))).toEqual(expected);
});

test.each([
  'Take 1 tablet of 500 mg every 6 hours, at most 4 in 24 hours.',
  'On 2026-11-23 at 10:30, or 23/11/2026.',
  'Your temperature was 38.5, your pressure 120/80, room 9112, code 1911.',
  'The dose is 911.5 or 0.988 units',
  'javascript:alert(1) ftp://x.example',
])('%s has none', (given) => {
  expect(links(text.linkify(given))).toEqual([]);
});

test('markup is shown as it was written', () => {
  expect(text.renderText('<img src=x onerror="a()"> **bold** & \'more\'')).toBe(
    '<p>&lt;img src=x onerror=&quot;a()&quot;&gt; **bold** &amp; &#39;more&#39;</p>',
  );
  expect(text.renderText('https://x.example/"onmouseover="a()')).not.toContain('"onmouseover');
});

test('lines are paragraphs, blank lines are wider gaps', () => {
  expect(text.renderText('\none\ntwo\n\n\nthree\n')).toBe('<p>one</p><p>two</p><p class="gap">three</p>');
});
