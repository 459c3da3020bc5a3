import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { Command } from '../../contracts/language';
import { politeWords } from './polite';
import { WholeMessages } from './whole-message';

type Meant = { command: Command; argument?: string };

/** `language` phrases are written `español = es`. Stop and start are taken to the letter, others with one slip. */
export function commandReader(content: ContentLibrary): (text: string) => Meant | undefined {
  const entries: [string, Meant][] = [];
  for (const file of content.all('phrases')) {
    for (const [command, lists] of Object.entries(file.commands ?? {})) {
      for (const phrase of Object.values(lists ?? {}).flat()) {
        const [words = '', argument] = phrase.split('=').map((part) => part.trim());
        entries.push([
          words,
          argument === undefined ? { command: command as Command } : { command: command as Command, argument },
        ]);
      }
    }
  }
  const strict = new Set<Command>(['stop', 'start', 'skip', 'back', 'exit', 'human']);
  const polite = politeWords(content);
  const all = new WholeMessages(entries, polite);
  const loose = new WholeMessages(
    entries.filter(([, meant]) => !strict.has(meant.command)),
    polite,
  );
  return (text) => all.find(text) ?? loose.find(text, true);
}
