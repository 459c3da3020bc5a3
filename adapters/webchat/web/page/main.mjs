import { styleOptions, webChatLocale } from './appearance.mjs';
import { createConnection } from './connection.mjs';
import { createNotices } from './notices.mjs';
import { createOutbox, createSender } from './outbox.mjs';
import { currentSession, fetchToken, forgetSession, onOtherConversation } from './session.mjs';
import { createTextRenderer } from './text.mjs';

const config = JSON.parse(document.getElementById('config').textContent);
const { nonce } = document.getElementById('main').dataset;
const base = location.origin + config.base;
const { strings } = config;
const element = document.getElementById('webchat');
const { linkify, renderText } = createTextRenderer(config.numbers);
const notices = createNotices({ element: document.getElementById('notices'), strings, linkify });

/** As the server counts; longer messages are refused there too. */
const MAX_TEXT = 4000;

let outbox;
let store;
let openConversation;
let connected = false;
/** Messages written before the chat was connected; Web Chat itself would drop them. */
const held = [];

const connection = createConnection({
  base,
  locale: config.locale,
  render,
  onTrouble: (trouble) => notices.set('trouble', trouble),
  onConversation(conversationId) {
    if (conversationId === openConversation) return;
    openConversation = conversationId;
    outbox = createOutbox({
      conversationId,
      onPending: notices.pending,
      onRefused: (activity) => notices.set((activity.text ?? '').length > MAX_TEXT ? 'too_long' : 'refused', true),
      onExpired: connection.recover,
    });
  },
});

function render(directLine) {
  const typed = store?.getState().sendBoxValue;
  connected = false;
  store = window.WebChat.createStore({}, middleware);
  outbox.wrap(directLine);
  window.WebChat.renderWebChat(
    {
      directLine,
      store,
      nonce,
      locale: webChatLocale(config.locale),
      styleOptions: styleOptions(),
      renderMarkdown: renderText,
      overrideLocalizedStrings: { TEXT_INPUT_PLACEHOLDER: strings.placeholder },
    },
    element,
  );
  if (typed) store.dispatch({ type: 'WEB_CHAT/SET_SEND_BOX', payload: { text: typed } });
}

const middleware =
  ({ dispatch, getState }) =>
  (next) =>
  (action) => {
    if (action.type === 'DIRECT_LINE/CONNECT_FULFILLED') {
      const result = next(action);
      connected = true;
      document.getElementById('opening').hidden = true;
      outbox.open(createSender({ base, session: currentSession }));
      for (const one of held.splice(0)) dispatch(one);
      return result;
    }
    if (action.type === 'DIRECT_LINE/DISCONNECT_PENDING') connected = false;
    // The page has words of its own about the connection, and only when they matter.
    if (action.type === 'WEB_CHAT/SET_NOTIFICATION' && action.payload.id === 'connectivitystatus') return action;
    // The text stays in the box: the patient can cut it, nothing is lost or shortened behind their back.
    if (action.type === 'WEB_CHAT/SUBMIT_SEND_BOX' && getState().sendBoxValue.length > MAX_TEXT)
      return notices.set('too_long', true);
    if (action.type === 'DIRECT_LINE/POST_ACTIVITY' && !connected) return held.push(action);
    if (action.type === 'DIRECT_LINE/INCOMING_ACTIVITY') return next(incoming(action));
    return next(action);
  };

/** Settles our own echoes, marks people of the care team, and tells the hospital's page that something came. */
function incoming(action) {
  const { activity } = action.payload;
  if (activity.from?.role === 'user') {
    outbox.echoed(activity);
    return action;
  }
  if (activity.type !== 'message') return action;
  if (config.embedded) parent.postMessage({ type: 'sathi:message' }, '*');
  const sender = activity.channelData?.sathi?.careTeam ? `${activity.from.name} (${strings.care_team})\n\n` : '';
  // Our own renderer makes numbers and addresses into links; it knows no Markdown.
  const shown = { ...activity, text: sender + (activity.text ?? ''), textFormat: 'markdown' };
  return { ...action, payload: { ...action.payload, activity: shown } };
}

const messageBox = () => document.querySelector('.webchat__send-box-text-box__html-text-area');
/** Whoever opened the chat writes at once: the box takes the focus as soon as Web Chat has drawn it. */
const drawn = new MutationObserver(() => {
  if (messageBox() !== null) focusBox();
});
function focusBox() {
  const box = messageBox();
  if (box === null) return drawn.observe(element, { childList: true, subtree: true });
  drawn.disconnect();
  box.focus();
}
document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  focusBox();
});

const dialog = document.getElementById('clear-dialog');
document.getElementById('clear').addEventListener('click', () => dialog.showModal());
document.getElementById('clear-cancel').addEventListener('click', () => dialog.close());
document.getElementById('clear-confirm').addEventListener('click', async () => {
  try {
    await fetchToken(base, true);
  } catch {
    // Without a server there is no new conversation, but this one can still be forgotten.
    forgetSession();
  }
  outbox?.clear();
  location.reload();
});

// Another tab cleared the chat or began a new one: this one follows, so that nobody reads on in an old chat.
onOtherConversation((conversationId) => {
  if (conversationId !== openConversation) location.reload();
});

if (config.embedded) {
  addEventListener('message', ({ source, data }) => {
    if (source === parent && data?.type === 'sathi:focus') focusBox();
  });
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !dialog.open)
      parent.postMessage({ type: 'sathi:escape' }, '*');
  });
}

void connection.connect();
