import { BlockList, isIP } from 'node:net';
import { bad, type Finding, good, off, warning } from '../../../adapters/shared/diagnosis';
import { callProvider, type Fetch } from '../../../adapters/shared/provider-call';

const TIMEOUT_MS = 8_000;
/** Signatures, tokens and reply windows all compare times; providers tolerate a few minutes at most. */
const MOST_SKEW_MS = 60_000;

/**
 * Whether the world can reach us under our public address, and a provider's call would be asked for its credential. An
 * unsigned call to a webhook must be refused by us, not answered by a proxy in front.
 */
export async function diagnoseReach(
  publicUrl: string,
  webhooks: readonly string[],
  fetch: Fetch,
): Promise<readonly Finding[]> {
  const about = 'Public address';
  if (isPrivate(new URL(publicUrl).hostname)) {
    const says = `${publicUrl} leads nowhere from outside this machine or network.`;
    const fix = 'Set PUBLIC_URL to the https address under which providers and patients reach this server.';
    return [webhooks.length === 0 ? off(about, `${says} ${fix}`) : bad(about, says, fix)];
  }
  const called = await callProvider(fetch, `${publicUrl}/health/live`, {}, TIMEOUT_MS);
  if (!('answered' in called) || called.answered.status !== 200) {
    const how = 'answered' in called ? `answers ${called.answered.status}` : 'does not answer';
    return [
      bad(
        about,
        `${publicUrl} ${how}.`,
        'Start Sathi, point DNS and the reverse proxy to it, and pass every path on unchanged.',
      ),
    ];
  }
  const scheme = publicUrl.startsWith('https://')
    ? good(about, 'Answers over https.')
    : warning(about, 'Answers, but over http.', 'Use https: messages are personal, and providers expect it.');
  return [scheme, ...(await Promise.all(webhooks.map((path) => refuses(publicUrl, path, fetch))))];
}

/** Loopback, private, link-local and shared ranges (RFC 1918, 4193, 6598), and names that exist in one house only. */
function isPrivate(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) === 0) return /^localhost$|\.(localhost|local|lan|internal|home\.arpa)$/.test(address);
  return PRIVATE.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}

const PRIVATE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv6');

async function refuses(publicUrl: string, path: string, fetch: Fetch): Promise<Finding> {
  const about = `Webhook ${path}`;
  const called = await callProvider(fetch, publicUrl + path, { method: 'POST', body: '' }, TIMEOUT_MS);
  const status = 'answered' in called ? called.answered.status : 0;
  return status === 401
    ? good(about, 'Reached from outside, and refuses strangers.')
    : bad(
        about,
        `A stranger’s call was answered with ${status === 0 ? 'nothing' : status} instead of 401.`,
        'The proxy in front must pass this path, its query, headers and body on unchanged.',
      );
}

/** Compares this machine's clock with the Date of a server on the internet. */
export async function diagnoseClock(url: string, fetch: Fetch, now: () => number): Promise<Finding> {
  try {
    const before = now();
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const theirs = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isFinite(theirs)) return off('Clock', 'Could not be compared.');
    const skew = Math.round((before - theirs) / 1000);
    return Math.abs(skew) * 1000 <= MOST_SKEW_MS
      ? good('Clock', 'Right to the minute.')
      : bad(
          'Clock',
          `${Math.abs(skew)} seconds ${skew > 0 ? 'ahead' : 'behind'}.`,
          'Switch on time synchronisation (timedatectl set-ntp true).',
        );
  } catch {
    return off('Clock', 'Could not be compared: no server reached.');
  }
}
