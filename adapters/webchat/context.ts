import type { AdapterDeps } from '../../bot/contracts';
import type { WebChatOptions } from './options';
import type { StreamRegistry } from './streams';
import type { Tokens } from './tokens';

/** What every web chat route works with. */
export interface WebChat {
  readonly deps: AdapterDeps;
  readonly options: WebChatOptions;
  readonly tokens: Tokens;
  readonly streams: StreamRegistry;
}
