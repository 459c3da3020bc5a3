/**
 * The line below the message box that says what is wrong with the connection, and what to do when it cannot wait.
 * The gravest of what is true is shown; a screen reader hears it once.
 */
const ORDER = ['offline', 'trouble', 'waiting', 'too_long', 'refused', 'back_online'];
const BRIEF = { too_long: 12000, refused: 12000, back_online: 4000 };
/** A message that takes this long is worth a word. */
const WAITING_AFTER = 4000;

export function createNotices({ element, strings, linkify }) {
  const on = new Set();
  const timers = new Map();
  let shown;

  function show() {
    const name = ORDER.find((one) => on.has(one));
    if (name === shown) return;
    shown = name;
    element.replaceChildren();
    if (name === undefined) return;
    const line = document.createElement('p');
    line.dataset.notice = name;
    line.innerHTML = linkify(strings[name]);
    element.append(line);
  }
  function set(name, value) {
    clearTimeout(timers.get(name));
    if (value) on.add(name);
    else on.delete(name);
    if (value && BRIEF[name] !== undefined)
      timers.set(
        name,
        setTimeout(() => set(name, false), BRIEF[name]),
      );
    show();
  }

  let late;
  const notices = {
    set,
    /** How many messages wait: said only when it lasts, so that an ordinary send makes no noise. */
    pending(count) {
      clearTimeout(late);
      if (count === 0) set('waiting', false);
      else if (!on.has('waiting')) late = setTimeout(() => set('waiting', true), WAITING_AFTER);
    },
  };
  addEventListener('offline', () => set('offline', true));
  addEventListener('online', () => {
    set('offline', false);
    set('back_online', true);
  });
  if (navigator.onLine === false) set('offline', true);
  return notices;
}
