import { type Env, type SettingsRead, SettingsReader } from '../shared/settings';

export interface BotFrameworkSettings {
  /** Empty only for the Emulator on the same machine. */
  readonly appId: string;
  readonly password: string;
  readonly type: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
  readonly tenantId?: string;
  /** The Bot Framework Emulator may connect without credentials, from this machine alone. */
  readonly emulator: boolean;
}

/**
 * Bot Framework settings. Without an app id the SDK accepts anybody and answers to any address a caller names, so the
 * endpoint exists only with one, or for the Emulator on loopback outside production.
 */
export function readBotFrameworkSettings(env: Env): SettingsRead<BotFrameworkSettings> {
  const read = new SettingsReader(env, 'the Bot Framework channel');
  const emulator = read.oneOf('BOTFRAMEWORK_EMULATOR', ['on', 'off'], 'off') === 'on';
  const appId = read.optional('MICROSOFT_APP_ID');
  if (appId === undefined) {
    if (!emulator) return { state: 'off' };
    if (env.SATHI_MODE === 'production')
      read.problem('BOTFRAMEWORK_EMULATOR is on in production: set MICROSOFT_APP_ID or switch the emulator off.');
    return read.result({ appId: '', password: '', type: 'MultiTenant', emulator: true });
  }
  const type = read.oneOf('MICROSOFT_APP_TYPE', ['SingleTenant', 'MultiTenant', 'UserAssignedMSI'], 'SingleTenant');
  const password =
    type === 'UserAssignedMSI'
      ? ''
      : read.secret('MICROSOFT_APP_PASSWORD', 'the client secret of the app registration');
  const tenantId =
    type === 'MultiTenant'
      ? read.optional('MICROSOFT_APP_TENANT_ID')
      : read.required('MICROSOFT_APP_TENANT_ID', 'the tenant of the app registration');
  return read.result({ appId, password, type, tenantId, emulator: false });
}
