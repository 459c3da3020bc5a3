/** Deeper than any activity Web Chat makes; refused before it is parsed. */
const MAX_DEPTH = 32;

/** The JSON value of a body, or undefined when it is not UTF-8, not JSON, or nested too deeply. An empty body is `{}`. */
export function readJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  if (!shallow(body)) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Counts brackets outside strings, byte by byte: multi-byte UTF-8 never contains these values. */
function shallow(body: Buffer): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]!;
    if (quoted) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) quoted = false;
    } else if (byte === QUOTE) quoted = true;
    else if (OPENING.has(byte) && ++depth > MAX_DEPTH) return false;
    else if (CLOSING.has(byte)) depth--;
  }
  return true;
}
