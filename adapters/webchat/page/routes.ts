import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpReply, HttpRequest, Route } from '../../../bot/contracts';
import type { WebChat } from '../context';
import { socketBase } from '../opening';
import { refuse } from '../replies';
import { type Asset, CSS, hashOf, JAVASCRIPT, serve, smallAsset } from './assets';
import { BUNDLE, webChatBundle, webChatLicence } from './bundle';
import { fillTemplate, inlineJson, tel } from './html';
import { chooseLocale, demoStrings, embedStrings, pageStrings } from './strings';

const MODULES = [
  'main.mjs',
  'session.mjs',
  'outbox.mjs',
  'connection.mjs',
  'notices.mjs',
  'appearance.mjs',
  'text.mjs',
];
const FIVE_MINUTES = 'public, max-age=300';

/** The patient page, its files, the embed script and a sample hospital page that uses it. */
export function pageRoutes(chat: WebChat): Route[] {
  const { deps, options } = chat;
  const web = join(options.root, 'adapters/webchat/web');
  const read = (name: string) => readFileSync(join(web, name));
  const base = new URL(deps.publicUrl).pathname.replace(/\/$/, '');
  const hospital = options.content.hospital;

  const files = pageFiles(read);
  const bundle = webChatBundle(options.cacheDir, deps.log);
  const licence = webChatLicence();
  const assets = `${base}/webchat/assets`;
  const urls = {
    bundle: `${assets}/${bundle.hash}/${BUNDLE}`,
    script: `${assets}/${files.hash}/main.mjs`,
    style: `${assets}/${files.hash}/page.css`,
  };
  const templates = { page: read('page.tmpl').toString(), demo: read('demo/demo.tmpl').toString() };
  const demoStyle = smallAsset(CSS, read('demo/demo.css'));
  const locales = Object.fromEntries(hospital.locales.map((one) => [one, embedStrings(options.content, one)]));
  const embedded = read('embed.js').toString().replace("'SATHI_STRINGS'", JSON.stringify(locales));
  const embed = smallAsset(JAVASCRIPT, Buffer.from(embedded));

  const localeOf = (request: HttpRequest) =>
    chooseLocale(hospital.locales, {
      query: request.query.get('lang'),
      acceptLanguage: request.headers['accept-language'],
    });

  async function page(request: HttpRequest): Promise<HttpReply> {
    const locale = localeOf(request);
    const strings = pageStrings(options.content, locale);
    const nonce = randomBytes(16).toString('base64');
    const embeddedIn = request.query.get('embed') === '1';
    const { numbers } = hospital;
    const config = { locale, base, strings, embedded: embeddedIn, numbers: phoneNumbers(numbers) };
    const html = fillTemplate(templates.page, {
      ...strings,
      ...urls,
      locale,
      nonce,
      hospital: hospital.name,
      config: inlineJson(config),
      languages: languageLinks(chat, locale, embeddedIn),
      banner: options.mode === 'demo' ? strings.demo_banner : '',
      bannerHidden: options.mode === 'demo' ? '' : 'hidden',
      emergencyTel: tel(numbers.emergency),
      bodyClass: embeddedIn ? 'embedded' : '',
      modules: MODULES.slice(1)
        .map((name) => preload(`${assets}/${files.hash}/${name}`))
        .join(''),
    });
    const policy = contentPolicy(nonce, new URL(socketBase(deps.publicUrl, request)).origin, options.origins);
    return { status: 200, headers: { ...HTML_HEADERS, 'content-security-policy': policy }, body: html };
  }

  async function demo(request: HttpRequest): Promise<HttpReply> {
    const locale = localeOf(request);
    const html = fillTemplate(templates.demo, {
      ...demoStrings(options.content, locale),
      locale,
      hospital: hospital.name,
      emergency: hospital.numbers.emergency,
      emergencyTel: tel(hospital.numbers.emergency),
      switchboard: hospital.numbers.switchboard,
      switchboardTel: tel(hospital.numbers.switchboard),
      address: hospital.emergency_department.address,
      embed: `${base}/embed.js`,
      style: `${base}/webchat/demo.css`,
      snippet: `<script src="${deps.publicUrl}/embed.js" data-lang="${locale}" defer></script>`,
    });
    const policy = [
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'`,
      `base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    ].join('; ');
    return { status: 200, headers: { ...HTML_HEADERS, 'content-security-policy': policy }, body: html };
  }

  async function asset(request: HttpRequest): Promise<HttpReply> {
    const { hash, name = '' } = request.params;
    if (hash === bundle.hash && name === BUNDLE) return serve(bundle, request);
    if (hash === bundle.hash && name === `${BUNDLE}.LICENSE.txt`) return serve(licence, request);
    const file = files.byName.get(name);
    // A page of an older version asks for older names; the files of this version serve it, but not for ever.
    if (file !== undefined) return hash === files.hash ? serve(file, request) : serve(file, request, 'no-cache');
    return { status: 404, body: 'Not found' };
  }

  const get = (path: string, handle: Route['handle']): Route => ({
    method: 'GET',
    path,
    maxBytes: 1024,
    handle: async (request) => {
      try {
        return await handle(request);
      } catch (error) {
        deps.log.error('webchat.page_failed', { error: error instanceof Error ? error.name : 'unknown' });
        return refuse('ServiceError');
      }
    },
  });
  // Read once now: a sentence that is missing stops the start, not a patient's visit.
  for (const locale of hospital.locales) {
    pageStrings(options.content, locale);
    demoStrings(options.content, locale);
  }
  return [
    get('/', page),
    get('/demo', demo),
    get('/embed.js', async (request) => serve(embed, request, FIVE_MINUTES)),
    get('/webchat/demo.css', async (request) => serve(demoStyle, request, FIVE_MINUTES)),
    get('/webchat/assets/:hash/:name', asset),
  ];
}

/** The page's own modules and style under one hash, so that their relative imports stay true. */
function pageFiles(read: (name: string) => Buffer): { hash: string; byName: ReadonlyMap<string, Asset> } {
  const names = [...MODULES, 'page.css'];
  const bytes = names.map((name) => read(`page/${name}`));
  const byName = new Map(
    names.map((name, i) => [name, smallAsset(name.endsWith('.css') ? CSS : JAVASCRIPT, bytes[i]!)]),
  );
  return { hash: hashOf(...bytes), byName };
}

const HTML_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  // Every page has its own nonce.
  'cache-control': 'no-store',
  vary: 'Accept-Language',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
} as const;

/** Nothing from a third party. Web Chat writes its styles with the nonce and needs `blob:` for its workers. */
function contentPolicy(nonce: string, socket: string, origins: readonly string[] | undefined): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    // Web Chat also adds one style that is empty: this is the hash of nothing.
    `style-src 'self' 'nonce-${nonce}' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    `connect-src 'self' ${socket} blob: data:`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${origins === undefined ? '*' : ["'self'", ...origins].join(' ')}`,
  ].join('; ');
}

const preload = (url: string) => `<link rel="modulepreload" href="${url}">`;

/** Numbers of the hospital file that become links to call wherever the chat mentions them. */
function phoneNumbers(numbers: Readonly<Record<string, string | null>>): string[] {
  const { verified_on: _, ...real } = numbers;
  return [...new Set(Object.values(real).filter((number): number is string => number !== null))];
}

/** One link per other language, each named in its own language. */
function languageLinks({ options: { content } }: WebChat, locale: string, embedded: boolean): string {
  return content.hospital.locales
    .filter((other) => other !== locale)
    .map((other) => {
      const name = content.text('wording/webchat.language_name', other);
      const url = `?lang=${encodeURIComponent(other)}${embedded ? '&amp;embed=1' : ''}`;
      return fillTemplate('<a class="language" href="{{{url}}}" lang="{{other}}" hreflang="{{other}}">{{name}}</a>', {
        url,
        other,
        name,
      });
    })
    .join('');
}
