import type { Files } from '../../bot/contracts';
import type { Fetch } from '../shared/provider-call';
import { type Env, type SettingsRead, SettingsReader } from '../shared/settings';
import { readTwilioAccount } from '../shared/twilio/settings';
import { createCloudApi } from './cloud/cloud';
import type { WhatsAppProvider } from './provider';
import { createTwilioWhatsApp } from './twilio/twilio';

export interface WhatsAppSettings {
  make(surroundings: { publicUrl: string; fetch: Fetch; files?: Files }): WhatsAppProvider;
  /** False keeps questions about health off WhatsApp. */
  readonly clinical: boolean;
  /** Only the development stand-in accepts templates that nobody has approved. */
  readonly acceptUnapproved: boolean;
}

/** Version of the Graph API when none is set. Source: reference C, mid-2026. */
const GRAPH_VERSION = 'v25.0';

/** WhatsApp settings; off when `WHATSAPP_PROVIDER` is not set. */
export function readWhatsAppSettings(env: Env): SettingsRead<WhatsAppSettings> {
  const read = new SettingsReader(env, 'the WhatsApp channel');
  const name = read.optional('WHATSAPP_PROVIDER');
  if (name === undefined) return { state: 'off' };
  const provider = read.oneOf('WHATSAPP_PROVIDER', ['cloud', 'twilio'], 'cloud');
  const make = provider === 'cloud' ? readCloud(read) : readTwilio(read);
  return read.result({
    make,
    clinical: read.oneOf('WHATSAPP_CLINICAL', ['on', 'off'], 'on') === 'on',
    acceptUnapproved: isLocal(env.WHATSAPP_GRAPH_URL),
  });
}

function readCloud(read: SettingsReader): WhatsAppSettings['make'] {
  const phoneNumberId = read.required('WHATSAPP_PHONE_NUMBER_ID', 'the id (not the number) from the app dashboard');
  const number = read.optional('WHATSAPP_NUMBER');
  const token = read.secret('WHATSAPP_TOKEN', 'a system user token with whatsapp_business_messaging');
  const appSecret = read.secret('WHATSAPP_APP_SECRET', 'the app secret from the app settings; it signs webhooks');
  const next = read.optional('WHATSAPP_APP_SECRET_NEXT');
  const verifyToken = read.secret('WHATSAPP_VERIFY_TOKEN', 'a word of your own, entered in the webhook settings', 12);
  const version = read.optional('WHATSAPP_GRAPH_VERSION') ?? GRAPH_VERSION;
  const graphUrl = `${read.url('WHATSAPP_GRAPH_URL', 'https://graph.facebook.com')}/${version}`;
  const appSecrets = [appSecret, ...(next === undefined ? [] : [next])];
  const account = { phoneNumberId, number, token, appSecrets, verifyToken, graphUrl };
  return ({ fetch, files }) => createCloudApi({ ...account, fetch, ...(files === undefined ? {} : { files }) });
}

function readTwilio(read: SettingsReader): WhatsAppSettings['make'] {
  const account = readTwilioAccount(read);
  const from = read.required('TWILIO_WHATSAPP_FROM', 'our WhatsApp sender, like +14155550100');
  return ({ publicUrl, fetch, files }) =>
    createTwilioWhatsApp({ account, from, publicUrl, fetch, ...(files === undefined ? {} : { files }) });
}

/** The development stand-in runs on this machine; Meta does not. */
function isLocal(url: string | undefined): boolean {
  return url !== undefined && /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/|$)/.test(url);
}
