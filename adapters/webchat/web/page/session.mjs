/**
 * The conversation this device belongs to: its id and token, nothing else. It lies in localStorage so that a reload or
 * a second tab comes back to it. Browsers that block third parties refuse storage to a frame in a hospital's page: there
 * the server is asked to remember the token in a cookie that only this frame on that site gets.
 */
const KEY = 'sathi.chat';
const memory = new Map();

const lasting = (() => {
  try {
    localStorage.setItem('sathi.try', '1');
    localStorage.removeItem('sathi.try');
    return true;
  } catch {
    return false;
  }
})();

/** What lasts beyond this page where it may, shared with other tabs; else as long as the page. */
export const storage = {
  get: (key) => (lasting ? localStorage.getItem(key) : (memory.get(key) ?? null)),
  set(key, value) {
    try {
      if (lasting) localStorage.setItem(key, value);
      else memory.set(key, value);
    } catch {
      // No room left: the page still holds what it is sending.
    }
  },
  remove(key) {
    if (lasting) localStorage.removeItem(key);
    else memory.delete(key);
  },
};

/** A stored JSON value, or undefined when there is none or it is not readable. */
export function readStored(key) {
  try {
    return JSON.parse(storage.get(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

export function currentSession() {
  const session = readStored(KEY);
  return typeof session?.conversationId === 'string' && typeof session?.token === 'string' ? session : undefined;
}

export function keepSession({ conversationId, token }) {
  storage.set(KEY, JSON.stringify({ conversationId, token }));
}

export function forgetSession() {
  storage.remove(KEY);
}

/** Calls back when another tab began or cleared the conversation. */
export function onOtherConversation(changed) {
  addEventListener('storage', (event) => {
    if (event.key !== KEY && event.key !== null) return;
    changed(currentSession()?.conversationId);
  });
}

/**
 * A fresh token for the stored conversation, or for a new one, which `fresh` insists on. Rejects when the server cannot
 * be reached.
 */
export async function fetchToken(base, fresh = false) {
  const session = fresh ? {} : currentSession();
  const response = await fetch(`${base}/api/webchat/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...session, ...(lasting ? {} : { remember: true }), ...(fresh ? { fresh } : {}) }),
  });
  if (!response.ok) throw new Error(`token: ${response.status}`);
  const issued = await response.json();
  keepSession(issued);
  return issued;
}
