import type {
  CloudAdapter,
  ConversationReference,
  Activity as SdkActivity,
  Request as SdkRequest,
  Response as SdkResponse,
  TurnContext,
} from 'botbuilder';
import {
  type Activity,
  type AdapterDeps,
  type ChannelAdapter,
  type ChannelLimits,
  fileRefOf,
  type HttpReply,
  type HttpRequest,
  type InboundEvent,
  type Part,
  type Route,
  type SendResult,
} from '../../bot/contracts';
import { choicesOf } from '../shared/choices';
import { byHttpStatus } from '../shared/provider-call';
import { splitText } from '../shared/split';
import { jsonObject, MALFORMED, NO_NEWS, REFUSED, store, text } from '../shared/webhook';
import { isLoopback, serviceUrlAllowed } from './service-url';
import type { BotFrameworkSettings } from './settings';

const LIMITS: ChannelLimits = {
  text: 8000,
  buttons: 6,
  buttonLabel: 60,
  listRows: 0,
  listTitle: 0,
  listDescription: 0,
  size: 'rich',
  delivery: 'outbox',
};
const MAX_BYTES = 256 * 1024;

/** Loaded only where the channel is switched on: a process that does not need it is spared its memory. */
function loadSdk(): typeof import('botbuilder') {
  return require('botbuilder') as typeof import('botbuilder');
}

/** Azure Bot Service channels (Teams, hosted Direct Line) and the Emulator, through the SDK's own `CloudAdapter`. */
export function createBotFramework(settings: BotFrameworkSettings): ChannelAdapter {
  const sdk = loadSdk();
  const adapter = new sdk.CloudAdapter(
    new sdk.ConfigurationBotFrameworkAuthentication({
      MicrosoftAppId: settings.appId,
      MicrosoftAppPassword: settings.password,
      MicrosoftAppType: settings.type,
      MicrosoftAppTenantId: settings.tenantId,
    }),
  );
  adapter.onTurnError = async (_context, error) => {
    throw error;
  };
  return {
    id: 'botframework',
    limits: LIMITS,
    routes: (deps) => [messages(adapter, settings, deps)],
    render: (activity, to) => renderBotFramework(activity, to),
    send: (part) => send(adapter, settings, part),
  };
}

function messages(adapter: CloudAdapter, settings: BotFrameworkSettings, deps: AdapterDeps): Route {
  return {
    method: 'POST',
    path: '/api/messages',
    maxBytes: MAX_BYTES,
    async handle(request) {
      if (settings.appId === '' && !isLoopback(request.remoteAddress)) return REFUSED;
      // The SDK answers a missing or wrong token with words of its own; ours say nothing.
      if (settings.appId !== '' && !/^bearer \S+/i.test(request.headers.authorization ?? '')) return REFUSED;
      const body = jsonObject(request);
      if (body === undefined || typeof body.type !== 'string') return MALFORMED;
      const events: InboundEvent[] = [];
      const status = await authenticated(adapter, request, body, async (context) => {
        const event = eventOf(context.activity, settings, deps);
        if (event !== undefined) events.push(event);
        else deps.log.warn('webhook.ignored', { channel: 'botframework', code: 'activity_without_reply_address' });
      });
      if (status === 401 || status === 403) {
        deps.log.warn('webhook.refused', { channel: 'botframework' });
        return REFUSED;
      }
      if (status >= 400) return MALFORMED;
      return store({ ...NO_NEWS, events }, text(200, ''), 'botframework', deps);
    },
  };
}

/** Lets the SDK check the token and build the context; returns the status it would have answered with. */
async function authenticated(
  adapter: CloudAdapter,
  request: HttpRequest,
  body: Record<string, unknown>,
  logic: (context: TurnContext) => Promise<void>,
): Promise<number> {
  let status: HttpReply['status'] = 200;
  const response = {
    status: (code: number) => {
      status = code;
      return response;
    },
    send: () => response,
    end: () => response,
    header: () => response,
    socket: undefined,
  };
  const sdkRequest = { method: 'POST', headers: request.headers, body };
  try {
    await adapter.process(sdkRequest as unknown as SdkRequest, response as unknown as SdkResponse, logic);
  } catch {
    return 500;
  }
  return status;
}

function eventOf(activity: SdkActivity, settings: BotFrameworkSettings, deps: AdapterDeps): InboundEvent | undefined {
  if (!serviceUrlAllowed(activity.serviceUrl ?? '', settings.appId === '')) return undefined;
  const { id, from, conversation } = activity;
  if (!from?.id || !conversation?.id) return undefined;
  const reference = loadSdk().TurnContext.getConversationReference(activity);
  delete reference.activityId;
  const at = activity.timestamp === undefined ? deps.clock.now() : new Date(activity.timestamp).getTime();
  return {
    address: {
      channel: 'botframework',
      value: `${activity.channelId}/${conversation.id}/${from.id}`,
      reference: { ...reference },
    },
    externalId: id ? `${conversation.id}/${id}` : deps.ids.next('bf'),
    at: Number.isFinite(at) ? Math.min(at, deps.clock.now()) : deps.clock.now(),
    activity: {
      type: activity.type,
      channelId: 'botframework',
      from: { id: 'patient', role: 'user' },
      ...(activity.text === undefined ? {} : { text: withoutMention(activity) }),
      ...(activity.value === undefined ? {} : { value: activity.value as unknown }),
      ...(activity.name === undefined ? {} : { name: activity.name }),
      ...(activity.locale === undefined ? {} : { locale: activity.locale }),
      ...(activity.attachments === undefined
        ? {}
        : {
            attachments: activity.attachments.map(({ contentType, contentUrl, name }) => ({
              contentType,
              contentUrl,
              name,
            })),
          }),
    },
  };
}

/** Teams puts "<at>Bot</at>" before what the person wrote. */
function withoutMention(activity: SdkActivity): string {
  return (activity.text ?? '').replace(/<at>[^<]*<\/at>/g, '').trim();
}

/** Bot Framework channels know suggested actions and markdown; a very long text goes ahead of what carries the choices. */
export function renderBotFramework(activity: Activity, to: Part['to']): readonly Part[] {
  if (activity.type !== 'message' && activity.type !== 'typing') return [];
  const safety = activity.channelData?.sathi?.safety;
  const part = (body: Record<string, unknown>): Part => ({ to, body, ...(safety === undefined ? {} : { safety }) });
  if (activity.type === 'typing') return [part({ type: 'typing' })];
  const pieces = splitText(activity.text ?? '', (piece) => piece.length <= LIMITS.text);
  const last = pieces.at(-1);
  return [...pieces.slice(0, -1).map((text) => part(message(text))), part({ ...message(last), ...extras(activity) })];
}

function message(text: string | undefined): Record<string, unknown> {
  return { type: 'message', ...(text === undefined ? {} : { text, textFormat: 'markdown' }) };
}

function extras(activity: Activity): Record<string, unknown> {
  const promptId = activity.channelData?.sathi?.promptId;
  // Stored files are not carried here (`limits.files`): where one was meant for another channel, its id stays with us.
  const attachments = activity.attachments?.filter((one) => fileRefOf(one) === undefined);
  const actions = choicesOf(activity).map((choice) => ({
    type: 'messageBack',
    title: choice.label,
    text: choice.label,
    displayText: choice.label,
    value: { promptId, choiceId: choice.id },
  }));
  return {
    ...(attachments === undefined ? {} : { attachments }),
    ...(actions.length === 0 ? {} : { suggestedActions: { actions, to: [] } }),
    ...(activity.inputHint === undefined ? {} : { inputHint: activity.inputHint }),
  };
}

async function send(adapter: CloudAdapter, settings: BotFrameworkSettings, part: Part): Promise<SendResult> {
  const reference = part.to.reference as Partial<ConversationReference> | undefined;
  if (reference === undefined || !serviceUrlAllowed(reference.serviceUrl ?? '', settings.appId === ''))
    return { ok: false, retry: false, code: 'invalid_address', detail: 'service_url' };
  let providerId = '';
  try {
    await adapter.continueConversationAsync(settings.appId, reference, async (context) => {
      const sent = await context.sendActivity(part.body as Partial<SdkActivity>);
      providerId = sent?.id ?? '';
    });
    return { ok: true, providerId };
  } catch (error) {
    const status = (error as { statusCode?: unknown }).statusCode;
    if (typeof status === 'number') return byHttpStatus({ status, body: '' });
    const code = (error as { code?: unknown }).code;
    return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN'
      ? { ok: false, retry: true, code: 'connection', detail: code }
      : { ok: false, retry: true, code: 'unknown_outcome', detail: 'botframework' };
  }
}
