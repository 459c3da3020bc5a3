import { currentSession, fetchToken, keepSession } from './session.mjs';

/** Direct Line's connection states that the client never leaves by itself. */
const DEAD = new Set([3, 4, 5]);
const DELAYS = [1000, 3000, 8000, 15000, 30000];

/**
 * Keeps the chat connected. `render(directLine)` is called with a fresh Direct Line object at the start and whenever
 * the old one has died (token expired, connect refused, conversation ended): a new token, the same conversation.
 */
export function createConnection({ base, locale, render, onTrouble, onConversation }) {
  let attempt = 0;
  let generation = 0;
  let recovering = false;

  async function connect() {
    const mine = ++generation;
    let issued;
    try {
      issued = await fetchToken(base);
    } catch {
      return again(mine);
    }
    if (mine !== generation) return;
    recovering = false;
    onConversation(issued.conversationId);
    const directLine = window.WebChat.createDirectLine({
      domain: `${base}/v3/directline`,
      token: issued.token,
      // A conversation that was begun earlier is reopened and replayed from its beginning.
      ...(issued.resumed ? { conversationId: issued.conversationId, watermark: '0' } : {}),
      conversationStartProperties: { locale },
    });
    directLine.connectionStatus$.subscribe((status) => {
      if (mine !== generation) return;
      if (status === 2) {
        attempt = 0;
        onTrouble(false);
      } else if (DEAD.has(status)) again(mine);
    });
    keepRefreshedToken(directLine, issued.conversationId);
    render(directLine);
  }

  function again(mine) {
    if (mine !== generation || recovering) return;
    recovering = true;
    generation++;
    onTrouble(true);
    setTimeout(connect, DELAYS[Math.min(attempt++, DELAYS.length - 1)]);
  }

  /** The library replaces its token every 15 minutes; ours in storage follows. */
  function keepRefreshedToken(directLine, conversationId) {
    let { token } = directLine;
    Object.defineProperty(directLine, 'token', {
      get: () => token,
      set: (next) => {
        token = next;
        if (currentSession()?.conversationId === conversationId) keepSession({ conversationId, token: next });
      },
    });
  }

  return { connect, recover: () => again(generation) };
}
