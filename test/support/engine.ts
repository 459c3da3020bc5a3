import type { ChannelAdapter, Clock, Dialog, Ids, Language, TurnEvent } from '../../bot/contracts';
import type { Engine } from '../../bot/turn/engine';
import type { Host } from '../../bot/turn/host';
import { language } from '../../dialogs/welcome/language';
import { createMenu } from '../../dialogs/welcome/menu';
import { welcome } from '../../dialogs/welcome/welcome';
import { whichPrompt } from '../../dialogs/welcome/which-prompt';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { plainLanguage } from './plain-language';
import { testContent } from './test-content';

export interface TestEngineParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly dialogs: readonly Dialog[];
  readonly adapters?: readonly ChannelAdapter[];
  readonly language?: Language;
  readonly content?: ContentLibrary;
  /** Without one the Bot Framework host; processes that start hundreds of times do without it. */
  readonly host?: Host;
}

/** The real engine with test dialogs and plain understanding. */
export function testEngine(parts: TestEngineParts): Engine {
  const dialogs = new Map<string, Dialog>();
  for (const dialog of [welcome, language, whichPrompt, createMenu((id) => dialogs.has(id)), ...parts.dialogs])
    dialogs.set(dialog.id, dialog);
  return {
    clock: parts.clock,
    ids: parts.ids,
    content: parts.content ?? testContent(),
    language: parts.language ?? plainLanguage(),
    dialogs,
    adapters: new Map((parts.adapters ?? []).map((adapter) => [adapter.id, adapter])),
    host: parts.host ?? frameworkHost(),
    respondToScreen: (result): TurnEvent[] =>
      result.hits.flatMap((hit): TurnEvent[] => [
        { type: 'say', wording: 'wording/test.danger', safety: true },
        { type: 'flag', severity: 1, reason: `red-flag/${hit.flag}@${hit.version}`, summary: 'danger' },
      ]),
    ports: () => ({}),
  };
}

/** Loaded only when used: the SDK takes longer to load than everything else. */
function frameworkHost(): Host {
  return (require('../../bot/turn/host') as typeof import('../../bot/turn/host')).createHost();
}
