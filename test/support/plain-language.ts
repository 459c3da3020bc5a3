import type { Language } from '../../bot/contracts';

/** Understanding reduced to what engine tests say: numbers, labels, yes and no, single-word commands, one danger word. */
export function plainLanguage(): Language {
  const commands = new Set(['stop', 'start', 'help', 'menu', 'back', 'repeat', 'restart', 'human', 'language', 'exit']);
  return {
    read: (text, locale) => ({ text, normalised: text.toLowerCase(), locale, mentions: [], measures: [] }),
    screen: (reading) =>
      reading.normalised.includes('danger!')
        ? {
            outcome: 'fire',
            hits: [{ flag: 'RF-TEST', version: '1', outcome: 'fire', level: 'D0', mentions: [], because: ['danger!'] }],
          }
        : { outcome: 'none', hits: [] },
    command: (text) => {
      const word = text.trim().toLowerCase();
      return commands.has(word) ? { command: word as 'menu' } : undefined;
    },
    yesNo: (text) => (['yes', 'no'].includes(text.toLowerCase()) ? (text.toLowerCase() as 'yes') : undefined),
    intents: () => [],
    detect: () => undefined,
    choose(text, choices) {
      const byNumber = /^\d+$/.test(text) ? choices[Number(text) - 1] : undefined;
      if (byNumber !== undefined) return { id: byNumber.id, how: 'number' };
      const byLabel = choices.find((choice) => choice.label.toLowerCase() === text.toLowerCase());
      return byLabel === undefined ? undefined : { id: byLabel.id, how: 'label' };
    },
  };
}
