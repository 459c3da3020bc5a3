/**
 * Puts the hospital's chat on any page with one line:
 *   <script src="https://chat.example.org/embed.js" data-lang="es" data-title="Chat" defer></script>
 * data-lang   language of launcher and chat; the page's own language when left out
 * data-title  name of the chat window
 * data-open   "true" opens the chat with the page
 * The chat runs in a frame of its own; nothing of the hospital's page is read and no style of it is changed.
 */
(() => {
  const script = document.currentScript;
  const base = new URL('.', script.src).href;
  const all = 'SATHI_STRINGS';
  const wanted = (script.dataset.lang || document.documentElement.lang || '').toLowerCase().split('-')[0];
  const lang = all[wanted] ? wanted : Object.keys(all)[0];
  const strings = all[lang];
  const title = script.dataset.title || strings.embed_title;

  const STYLE = `
    :host { all: initial; }
    .root { --accent: #0b5c6b; --ink: #fff; --paper: #fff; --line: #c9d5d9;
      font: 400 17px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
    @media (prefers-color-scheme: dark) { .root { --accent: #155e6d; --paper: #12191c; --line: #46565d; } }
    button { font: inherit; cursor: pointer; }
    button:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px #0b5c6b; }
    .launcher { position: fixed; z-index: 2147483000; inset-block-end: max(16px, env(safe-area-inset-bottom));
      inset-inline-end: 16px; display: flex; align-items: center; gap: 10px; min-height: 56px; padding: 8px 20px;
      border: 2px solid transparent; border-radius: 28px; background: var(--accent); color: var(--ink); font-weight: 600;
      box-shadow: 0 4px 16px rgb(0 0 0 / 25%); max-width: calc(100vw - 32px); }
    .launcher svg { flex: none; }
    .count { min-width: 24px; padding: 0 7px; border-radius: 12px; background: #fff; color: #a3190f; text-align: center; }
    .count[hidden], .panel[hidden], .launcher[hidden] { display: none; }
    .panel { position: fixed; z-index: 2147483001; inset-block-end: 16px; inset-inline-end: 16px; display: flex;
      flex-direction: column; width: min(420px, calc(100vw - 32px)); height: min(720px, calc(100dvh - 32px));
      border: 1px solid var(--line); border-radius: 16px; overflow: hidden; background: var(--paper);
      box-shadow: 0 8px 40px rgb(0 0 0 / 35%); }
    .bar { flex: none; display: flex; align-items: center; gap: 8px; padding: 4px 4px 4px 16px; background: var(--accent);
      color: var(--ink); }
    .bar h2 { flex: 1; margin: 0; font-size: 1em; font-weight: 600; }
    .close { display: grid; place-items: center; min-width: 48px; min-height: 48px; border: 0; border-radius: 12px;
      background: transparent; color: inherit; }
    .bar .close:focus-visible { outline-offset: -5px; box-shadow: none; }
    iframe { flex: 1; width: 100%; border: 0; background: var(--paper); }
    .live { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    @media (max-width: 480px) { .panel { inset: 0; width: 100%; height: 100dvh; border: 0; border-radius: 0; } }
    @media (prefers-reduced-motion: no-preference) { .panel { animation: rise .18s ease-out; } }
    @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
    @media (forced-colors: active) { .launcher, .close { border: 2px solid currentcolor; } }
  `;

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const icon = (path) => {
    const ns = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(ns, 'svg');
    for (const [name, value] of Object.entries({ width: 26, height: 26, viewBox: '0 0 24 24', 'aria-hidden': 'true' }))
      svg.setAttribute(name, value);
    const line = document.createElementNS(ns, 'path');
    for (const [name, value] of Object.entries({
      d: path,
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 2,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    }))
      line.setAttribute(name, value);
    svg.append(line);
    return svg;
  };

  const host = make('div', { id: 'sathi-chat' });
  const shadow = host.attachShadow({ mode: 'open' });
  // A constructed sheet is not an inline style, so a strict content policy of the hospital's page does not block it.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  shadow.adoptedStyleSheets = [sheet];

  const label = make('span', {}, strings.embed_open);
  const count = make('span', { class: 'count', hidden: '', 'aria-hidden': 'true' });
  const launcher = make(
    'button',
    { type: 'button', class: 'launcher', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', part: 'launcher' },
    icon('M4 5h16v11H10l-4 4v-4H4z'),
    label,
    count,
  );
  const close = make(
    'button',
    { type: 'button', class: 'close', 'aria-label': strings.embed_close },
    icon('M6 6l12 12M18 6L6 18'),
  );
  const heading = make('h2', { id: 'title' }, title);
  const first = make('div', { tabindex: '0' });
  const last = make('div', { tabindex: '0' });
  const panel = make('div', {
    class: 'panel',
    role: 'dialog',
    'aria-modal': 'true',
    'aria-labelledby': 'title',
    hidden: '',
  });
  panel.append(first, make('div', { class: 'bar' }, heading, close), last);
  const live = make('div', { class: 'live', 'aria-live': 'polite' });
  shadow.append(make('div', { class: 'root', lang }, launcher, panel, live));

  let frame;
  let unread = 0;

  function open() {
    if (frame === undefined) {
      // Made on the first press: a visitor who never opens the chat loads none of it.
      frame = make('iframe', { title, src: `${base}?embed=1&lang=${encodeURIComponent(lang)}` });
      frame.addEventListener('load', focusChat);
      panel.insertBefore(frame, last);
    }
    panel.hidden = false;
    launcher.hidden = true;
    launcher.setAttribute('aria-expanded', 'true');
    setUnread(0);
    close.focus();
    focusChat();
  }
  function shut() {
    if (panel.hidden) return;
    panel.hidden = true;
    launcher.hidden = false;
    launcher.setAttribute('aria-expanded', 'false');
    launcher.focus();
  }
  /** The message box takes the focus once the chat is there; until then the close button has it. */
  function focusChat() {
    if (panel.hidden) return;
    frame.contentWindow?.postMessage({ type: 'sathi:focus' }, new URL(base).origin);
  }
  function setUnread(value) {
    unread = value;
    count.hidden = unread === 0;
    count.textContent = String(unread);
    const news = unread === 0 ? '' : strings.embed_unread.replace('{count}', String(unread));
    live.textContent = news;
    launcher.setAttribute('aria-label', news === '' ? strings.embed_open : `${strings.embed_open}. ${news}`);
  }

  launcher.addEventListener('click', open);
  close.addEventListener('click', shut);
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') shut();
  });
  // The focus stays inside while the window is open: past its end it comes back to its beginning, and the other way.
  first.addEventListener('focus', () => frame?.focus());
  last.addEventListener('focus', () => close.focus());
  addEventListener('message', ({ source, data }) => {
    if (frame === undefined || source !== frame.contentWindow) return;
    if (data?.type === 'sathi:escape') shut();
    if (data?.type === 'sathi:message' && panel.hidden) setUnread(unread + 1);
  });

  const place = () => {
    document.body.append(host);
    if (script.dataset.open === 'true') open();
  };
  if (document.body) place();
  else addEventListener('DOMContentLoaded', place);
})();
