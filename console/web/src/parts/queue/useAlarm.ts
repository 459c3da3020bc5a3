import { useEffect, useRef, useState } from 'react';
import { useWords } from '../../i18n';

const KEPT = 'sathi.alarm';

/** Two short tones made by the browser: no file to load, nothing to allow but sound. */
function sound(): void {
  const audio = new AudioContext();
  for (const [at, tone] of [
    [0, 740],
    [0.22, 988],
  ] as const) {
    const oscillator = audio.createOscillator();
    const gain = audio.createGain();
    oscillator.frequency.value = tone;
    gain.gain.setValueAtTime(0.0001, audio.currentTime + at);
    gain.gain.exponentialRampToValueAtTime(0.25, audio.currentTime + at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + at + 0.2);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(audio.currentTime + at);
    oscillator.stop(audio.currentTime + at + 0.22);
  }
  setTimeout(() => void audio.close(), 1500);
}

/** Calls out when one more conversation of severity 1 waits: the title always, sound and notification when allowed. */
export function useAlarm(waiting: number, known: boolean): { on: boolean; toggle: () => void } {
  const words = useWords();
  const [on, set] = useState(() => localStorage.getItem(KEPT) === 'on');
  const before = useRef<number | undefined>(undefined);

  useEffect(() => {
    document.title =
      waiting > 0 ? `(${waiting}) ${words.app.name} · ${words.queue.title}` : `${words.app.name} · ${words.app.team}`;
  }, [waiting, words]);

  useEffect(() => {
    if (!known) return;
    const more = before.current !== undefined && waiting > before.current;
    before.current = waiting;
    if (!more || !on) return;
    sound();
    // Says that somebody waits, never who or why: it may show on a locked screen.
    if (document.hidden && 'Notification' in window && Notification.permission === 'granted') {
      new Notification(words.app.name, { body: words.queue.newTop, tag: 'sathi-severity-1' });
    }
  }, [waiting, known, on, words]);

  return {
    on,
    toggle: () => {
      const next = !on;
      localStorage.setItem(KEPT, next ? 'on' : 'off');
      set(next);
      if (next) {
        sound();
        if ('Notification' in window && Notification.permission === 'default') void Notification.requestPermission();
      }
    },
  };
}
