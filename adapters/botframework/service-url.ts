/**
 * Hosts that replies may go to. An activity carries its own reply address, so without this list a forged one would make
 * us call any address with our token. Source: Azure Bot Service's channel hosts, public and government clouds.
 */
const ALLOWED = [
  'botframework.com',
  'botframework.azure.us',
  'smba.trafficmanager.net',
  'smba.infra.gov.teams.microsoft.us',
];

/** Whether replies may be sent to this service; loopback only for the Emulator. */
export function serviceUrlAllowed(serviceUrl: string, emulator: boolean): boolean {
  let url: URL;
  try {
    url = new URL(serviceUrl);
  } catch {
    return false;
  }
  if (url.username !== '' || url.password !== '') return false;
  if (emulator) return ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' || (url.port !== '' && url.port !== '443')) return false;
  return ALLOWED.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
}

export function isLoopback(remoteAddress: string): boolean {
  return /^(::ffff:)?127\.|^::1$/.test(remoteAddress);
}
