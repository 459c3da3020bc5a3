import { join } from 'node:path';
import { CHANNELS } from '../../adapters';
import { bad, type Finding, good, off, warning } from '../../adapters/shared/diagnosis';
import type { Fetch } from '../../adapters/shared/provider-call';
import { diagnoseSms } from '../../adapters/sms/doctor';
import { diagnoseWhatsApp } from '../../adapters/whatsapp/doctor';
import { loadContent } from '../../knowledge/load';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { type Config, readConfig } from '../config';
import { projectRoot } from '../places';
import { diagnoseInstallation } from './doctor/installation';
import { diagnoseClock, diagnoseReach } from './doctor/reach';

/** Everything `npm run doctor` looks at, in the order of a set-up. Sends no message and changes nothing. */
export async function diagnose(env: NodeJS.ProcessEnv, fetch: Fetch, now: () => number): Promise<readonly Finding[]> {
  const config = settings(env);
  if (!('port' in config)) return [config];
  const content = contentOf(config);
  const machine = await diagnoseInstallation(config);
  if ('state' in content) return [good('Settings', 'Can be read.'), content, ...machine];
  const channels = channelFindings(env, config, content);
  const ready = channels.filter((one) => one.finding.state === 'good').map((one) => one.channel);
  return [
    good('Settings', `Can be read; mode ${config.mode}.`),
    good('Content', `Loads; fingerprint ${content.fingerprint}.`),
    numbers(content),
    ...machine,
    ...channels.map((one) => one.finding),
    ...(ready.includes('sms') ? await diagnoseSms(env, config.publicUrl, fetch) : []),
    ...(ready.includes('whatsapp')
      ? await diagnoseWhatsApp(env, config.publicUrl, content.all('message-template'), fetch)
      : []),
    ...(await diagnoseReach(config.publicUrl, webhookPaths(env, ready), fetch)),
    await diagnoseClock(clockServer(env, config), fetch, now),
  ];
}

function settings(env: NodeJS.ProcessEnv): Config | Finding {
  try {
    return readConfig(env);
  } catch (error) {
    return bad(
      'Settings',
      (error as Error).message,
      'Correct these in the environment or the .env file of the service.',
    );
  }
}

function contentOf(config: Config): ContentLibrary | Finding {
  try {
    return loadContent(config.content);
  } catch (error) {
    return bad('Content', (error as Error).message, 'Correct the files named above; npm run check says more.');
  }
}

function numbers(content: ContentLibrary): Finding {
  const { verified_on } = content.hospital.numbers;
  return verified_on === null
    ? warning(
        'Hospital numbers',
        'Emergency and other numbers are not verified.',
        'Call each number in the hospital file, then write the day into numbers.verified_on.',
      )
    : good('Hospital numbers', `Verified on ${verified_on}.`);
}

function channelFindings(
  env: NodeJS.ProcessEnv,
  config: Config,
  content: ContentLibrary,
): { channel: string; finding: Finding }[] {
  const given = { env, publicUrl: config.publicUrl, content, fetch };
  return Object.entries(CHANNELS)
    .filter(([channel]) => channel !== 'webchat')
    .map(([channel, entry]) => {
      const about = `Channel ${channel}`;
      const read = entry(given);
      if (read.state === 'ready') return { channel, finding: good(about, 'Settings are complete.') };
      if (read.state === 'off') return { channel, finding: off(about, 'Not switched on.') };
      return {
        channel,
        finding: bad(about, read.problems.join(' '), 'Set what is missing; docs/connect-*.md explain each setting.'),
      };
    });
}

function webhookPaths(env: NodeJS.ProcessEnv, ready: readonly string[]): string[] {
  const unsigned = ['africastalking', 'vonage', 'jasmin'];
  const sms = env.SMS_PROVIDER ?? '';
  return [
    ...(ready.includes('sms') && sms === 'twilio' ? ['/webhooks/sms/twilio'] : []),
    // A guessed secret stands for a stranger; the real one is never sent anywhere by this command.
    ...(ready.includes('sms') && unsigned.includes(sms) ? [`/webhooks/sms/${sms}/not-the-secret`] : []),
    ...(ready.includes('whatsapp')
      ? [env.WHATSAPP_PROVIDER === 'twilio' ? '/webhooks/whatsapp-twilio' : '/webhooks/whatsapp']
      : []),
    ...(ready.includes('botframework') ? ['/api/messages'] : []),
  ];
}

function clockServer(env: NodeJS.ProcessEnv, config: Config): string {
  if (env.WHATSAPP_PROVIDER === 'cloud') return 'https://graph.facebook.com/';
  if (env.TWILIO_ACCOUNT_SID) return 'https://api.twilio.com/';
  return config.publicUrl;
}

const SIGN: Record<Finding['state'], string> = { good: 'ok   ', warning: 'look ', bad: 'FIX  ', off: '-    ' };

/** Findings as lines for a terminal. */
export function report(findings: readonly Finding[]): string {
  const lines = findings.map(({ about, state, says, fix }) =>
    [`${SIGN[state]} ${about}: ${says}`, ...(fix === undefined ? [] : [`      -> ${fix}`])].join('\n'),
  );
  const broken = findings.filter((one) => one.state === 'bad').length;
  const end =
    broken === 0 ? 'Nothing stands in the way.' : `${broken} ${broken === 1 ? 'thing needs' : 'things need'} fixing.`;
  return `${lines.join('\n')}\n\n${end}\n`;
}

if (require.main === module) {
  process.chdir(join(projectRoot()));
  diagnose(process.env, fetch, Date.now).then(
    (findings) => {
      process.stdout.write(report(findings));
      process.exitCode = findings.some((one) => one.state === 'bad') ? 1 : 0;
    },
    (error: unknown) => {
      process.stderr.write(`The doctor itself failed: ${error instanceof Error ? error.name : 'unknown'}\n`);
      process.exitCode = 2;
    },
  );
}
