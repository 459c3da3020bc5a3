import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Log } from '../../../bot/contracts';
import { type Asset, JAVASCRIPT, keepCompressed, largeAsset, smallAsset } from './assets';

/** The client as Microsoft ships it. */
export const BUNDLE = 'webchat-minimal.js';
const KEPT_AS = 'webchat';

/** The package exports no path to its bundle, so it is found beside its main file. */
function read(name: string): Buffer {
  return readFileSync(join(dirname(require.resolve('botframework-webchat')), '../dist', name));
}

export function webChatBundle(cacheDir: string, log: Log): Asset {
  return largeAsset({ type: JAVASCRIPT, plain: read(BUNDLE), name: KEPT_AS, cacheDir, log });
}

export function webChatLicence(): Asset {
  return smallAsset('text/plain; charset=utf-8', read(`${BUNDLE}.LICENSE.txt`));
}

/** Compresses the bundle before any start needs it. */
export async function keepWebChatBundle(cacheDir: string): Promise<void> {
  await keepCompressed({ plain: read(BUNDLE), name: KEPT_AS, cacheDir });
}
