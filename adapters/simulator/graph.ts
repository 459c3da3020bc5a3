import type { HttpReply, HttpRequest, Instant } from '../../bot/contracts';
import { hmac, sameSecret } from '../shared/signature';
import { jsonObject } from '../shared/webhook';
import type { GraphMedia, HeldMedia } from './graph-media';
import {
  deliver,
  NO_TROUBLE,
  type PhoneMessage,
  Phones,
  type PhoneView,
  randomHex,
  type StandInWorld,
  type Trouble,
} from './world';

export interface GraphStandInSettings {
  readonly phoneNumberId: string;
  readonly token: string;
  readonly appSecret: string;
  readonly displayNumber: string;
}

/** A press on what we sent: a reply button, a row of a list, or a template's quick reply. */
export interface Press {
  readonly press: string;
  readonly title: string;
  readonly as: 'button' | 'list' | 'template';
}

/** What a person sends: words, a press, or a file with or without words. */
export type Written = { text: string; file?: HeldMedia } | Press;

const WINDOW_MS = 24 * 60 * 60_000;

/**
 * The WhatsApp side of Meta's Graph API on this machine, on the real wire: bearer token and JSON in, wamids or Meta's
 * error body out, batched and signed webhooks with escaped JSON, statuses, and the 24-hour window.
 */
export class GraphStandIn {
  trouble: Trouble = NO_TROUBLE;
  private readonly phones = new Phones();
  private readonly lastWrote = new Map<string, Instant>();

  constructor(
    private readonly settings: GraphStandInSettings,
    private readonly world: StandInWorld,
    private readonly media: GraphMedia,
  ) {}

  /** `POST /{version}/{phone_number_id}/messages` */
  async messages(request: HttpRequest): Promise<HttpReply> {
    if (!sameSecret(`Bearer ${this.settings.token}`, request.headers.authorization)) return error(401, 190);
    if (request.params.phoneNumberId !== this.settings.phoneNumberId) return error(400, 33);
    const body = jsonObject(request);
    if (body?.messaging_product !== 'whatsapp') return error(400, 100);
    if (body.status === 'read') return { status: 200, body: { success: true } };
    const to = typeof body.to === 'string' ? `+${body.to}` : String(body.recipient ?? '');
    if (to === '' || to === '+') return error(400, 131008);
    const shown = shownMessage(body) ?? shownFile(body, this.media);
    if (shown === undefined) return error(400, 131009);
    const { refuse, delayMs, swallowAnswer } = this.trouble;
    if (refuse !== undefined && refuse.times > 0) {
      refuse.times -= 1;
      return error(refuse.status, refuse.code);
    }
    await this.wait(delayMs);
    const id = `wamid.${randomHex(16)}`;
    this.arrive(to, id, shown, body);
    if (swallowAnswer) await this.wait(30_000);
    return {
      status: 200,
      body: {
        messaging_product: 'whatsapp',
        contacts: [{ input: to.slice(1), wa_id: to.slice(1) }],
        messages: [{ id }],
      },
    };
  }

  /** `POST /{version}/{phone_number_id}/media` */
  async upload(request: HttpRequest): Promise<HttpReply> {
    if (!this.signedIn(request)) return error(401, 190);
    const id = await this.media.take(request);
    return id === undefined ? error(400, 100) : { status: 200, body: { id } };
  }

  /** `GET /{version}/{media_id}` */
  async describe(request: HttpRequest): Promise<HttpReply> {
    if (!this.signedIn(request)) return error(401, 190);
    const body = this.media.describe(request.params.mediaId ?? '');
    return body === undefined ? error(400, 100) : { status: 200, body };
  }

  /** The bytes, for whoever has the token. */
  async bytes(request: HttpRequest): Promise<HttpReply> {
    if (!this.signedIn(request)) return error(401, 190);
    return this.media.bytes(request.params.mediaId ?? '') ?? error(404, 100);
  }

  private signedIn(request: HttpRequest): boolean {
    return sameSecret(`Bearer ${this.settings.token}`, request.headers.authorization);
  }

  /** A person writes, sends a file, or presses what we sent. */
  async write(number: string, what: Written): Promise<void> {
    const now = this.world.now();
    this.lastWrote.set(number, now);
    this.phones.add(number, {
      at: now,
      from: 'patient',
      text: 'text' in what ? what.text : what.title,
      ...filesOf(what),
    });
    await this.webhook({
      contacts: [{ profile: { name: 'Simulated patient' }, wa_id: number.slice(1), user_id: `XX.${number.slice(1)}` }],
      messages: [
        {
          id: `wamid.${randomHex(16)}`,
          from: number.slice(1),
          from_user_id: `XX.${number.slice(1)}`,
          timestamp: String(Math.floor(now / 1000)),
          ...content(what, this.media),
        },
      ],
    });
  }

  view(number: string): PhoneView {
    return {
      number,
      messages: this.phones.of(number),
      note: this.open(number) ? '' : 'The 24-hour window is closed: only approved templates arrive.',
    };
  }

  private open(number: string): boolean {
    const at = this.lastWrote.get(number);
    return at !== undefined && this.world.now() - at < WINDOW_MS;
  }

  private arrive(
    to: string,
    id: string,
    shown: Omit<PhoneMessage, 'n' | 'at' | 'from'>,
    body: Record<string, unknown>,
  ): void {
    const outboxId = body.biz_opaque_callback_data;
    const base = {
      id,
      recipient_id: to.slice(1),
      ...(outboxId === undefined ? {} : { biz_opaque_callback_data: outboxId }),
    };
    const refused = body.type !== 'template' && !this.open(to);
    if (refused) {
      this.world.after(
        150,
        () =>
          void this.status({ ...base, status: 'failed', errors: [{ code: 131047, title: 'Re-engagement message' }] }),
      );
      return;
    }
    const message = this.phones.add(to, { ...shown, at: this.world.now(), from: 'us', status: 'accepted' });
    ['sent', 'delivered', 'read'].forEach((status, index) => {
      this.world.after(150 * (index + 1), () => {
        message.status = status;
        void this.status({ ...base, status, pricing: { billable: true, pricing_model: 'PMP', category: 'service' } });
      });
    });
  }

  private status(status: Record<string, unknown>): Promise<void> {
    return this.webhook({ statuses: [{ timestamp: String(Math.floor(this.world.now() / 1000)), ...status }] });
  }

  private async webhook(value: Record<string, unknown>): Promise<void> {
    const metadata = {
      display_phone_number: this.settings.displayNumber,
      phone_number_id: this.settings.phoneNumberId,
    };
    const body = metaJson({
      object: 'whatsapp_business_account',
      entry: [
        { id: '1', changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }] },
      ],
    });
    const signature = `sha256=${hmac('sha256', this.settings.appSecret, body, 'hex')}`;
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
    await deliver(this.world, this.trouble, () => this.world.post('/webhooks/whatsapp', headers, body));
  }

  private wait(ms: number): Promise<void> {
    return ms <= 0 ? Promise.resolve() : new Promise((resolve) => this.world.after(ms, resolve));
  }
}

const familyOf = (contentType: string) => {
  const family = contentType.slice(0, contentType.indexOf('/'));
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'document';
};

function filesOf(what: Written): Pick<PhoneMessage, 'files'> {
  if (!('text' in what) || what.file === undefined) return {};
  const { name, contentType, bytes } = what.file;
  return { files: [{ name, contentType, size: bytes.length }] };
}

/** A file we sent by the id it was uploaded under; undefined when Meta would refuse it. */
function shownFile(
  body: Record<string, unknown>,
  media: GraphMedia,
): Omit<PhoneMessage, 'n' | 'at' | 'from'> | undefined {
  const sent = body[String(body.type)] as { id?: unknown; caption?: unknown; filename?: unknown } | undefined;
  const held = typeof sent?.id === 'string' ? media.get(sent.id) : undefined;
  if (held === undefined || familyOf(held.contentType) !== body.type) return undefined;
  const caption = typeof sent?.caption === 'string' ? sent.caption : '';
  if (caption.length > 1024) return undefined;
  const name = typeof sent?.filename === 'string' ? sent.filename : familyOf(held.contentType);
  return { text: caption, files: [{ name, contentType: held.contentType, size: held.bytes.length }] };
}

function content(what: Written, media: GraphMedia): Record<string, unknown> {
  if ('text' in what && what.file !== undefined) {
    const type = familyOf(what.file.contentType);
    const about = { id: media.keep(what.file), mime_type: what.file.contentType };
    const named = type === 'document' ? { filename: what.file.name } : {};
    return { type, [type]: { ...about, ...named, ...(what.text === '' ? {} : { caption: what.text }) } };
  }
  if ('text' in what) return { type: 'text', text: { body: what.text } };
  if (what.as === 'template') return { type: 'button', button: { text: what.title, payload: what.press } };
  const reply = { id: what.press, title: what.title };
  return {
    type: 'interactive',
    interactive:
      what.as === 'list' ? { type: 'list_reply', list_reply: reply } : { type: 'button_reply', button_reply: reply },
  };
}

/** What a phone shows of a payload; undefined when Meta would refuse it (limits of reference C.9). */
function shownMessage(body: Record<string, unknown>): Omit<PhoneMessage, 'n' | 'at' | 'from'> | undefined {
  if (body.type === 'text') {
    const text = (body.text as { body?: unknown } | undefined)?.body;
    return typeof text === 'string' && text !== '' && text.length <= 4096 ? { text } : undefined;
  }
  if (body.type === 'template') return templateShown(body.template as TemplatePayload);
  if (body.type !== 'interactive') return undefined;
  const { type, body: words, action } = body.interactive as InteractivePayload;
  if (words.text === '' || words.text.length > 1024) return undefined;
  if (type === 'button') {
    const buttons = (action.buttons ?? []).map((one) => one.reply);
    const fits =
      buttons.length >= 1 &&
      buttons.length <= 3 &&
      buttons.every((one) => one.title.length <= 20 && one.id.length <= 256);
    return fits && new Set(buttons.map((one) => one.title)).size === buttons.length
      ? { text: words.text, choices: buttons }
      : undefined;
  }
  const rows = (action.sections ?? []).flatMap((section) => section.rows);
  const fits =
    rows.length >= 1 &&
    rows.length <= 10 &&
    (action.button ?? '').length <= 20 &&
    rows.every((row) => row.title.length <= 24 && (row.description ?? '').length <= 72 && row.id.length <= 200);
  return fits ? { text: words.text, choices: rows, listButton: action.button } : undefined;
}

interface InteractivePayload {
  readonly type: string;
  readonly body: { readonly text: string };
  readonly action: {
    readonly button?: string;
    readonly buttons?: readonly { reply: { id: string; title: string } }[];
    readonly sections?: readonly { rows: readonly { id: string; title: string; description?: string }[] }[];
  };
}

interface TemplatePayload {
  readonly name: string;
  readonly language: { readonly code: string };
  readonly components?: readonly { type: string; parameters?: readonly { text?: string; payload?: string }[] }[];
}

function templateShown(template: TemplatePayload): Omit<PhoneMessage, 'n' | 'at' | 'from'> {
  const parameters = (template.components ?? [])
    .filter((one) => one.type === 'body')
    .flatMap((one) => one.parameters ?? []);
  const payloads = (template.components ?? [])
    .filter((one) => one.type === 'button')
    .flatMap((one) => one.parameters ?? []);
  return {
    isTemplate: true,
    text: `[template ${template.name}, ${template.language.code}] ${parameters.map((one) => one.text ?? '').join(', ')}`,
    ...(payloads.length === 0
      ? {}
      : { choices: payloads.map((one) => ({ id: one.payload ?? '', title: (one.payload ?? '').replace(/^:/, '') })) }),
  };
}

/** JSON as Meta writes it: letters beyond ASCII and slashes are escaped, which is what signatures are computed over. */
function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/\//g, '\\/')
    .replace(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function error(status: number, code: number): HttpReply {
  return {
    status,
    body: {
      error: {
        message: `(#${code}) refused`,
        type: 'OAuthException',
        code,
        error_data: { messaging_product: 'whatsapp', details: 'stand-in' },
        fbtrace_id: randomHex(6),
      },
    },
  };
}
