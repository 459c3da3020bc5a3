import type { HttpReply, HttpRequest } from '../../bot/contracts';
import { sameSecret } from '../shared/signature';
import { twilioSignature } from '../shared/twilio/signature';
import { form } from '../shared/webhook';
import { carrierKeyword } from '../sms/carrier-keywords';
import { segmentsOf } from '../sms/segments';
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

export interface TwilioStandInSettings {
  readonly accountSid: string;
  readonly authToken: string;
  /** The sender patients write to. */
  readonly number: string;
}

/**
 * Twilio's SMS side on this machine, on the real wire: basic auth and form posts in, 201 with a `sid` or Twilio's error
 * body out, signed webhooks and status callbacks, and the carrier's own handling of STOP and START.
 */
export class TwilioStandIn {
  trouble: Trouble = NO_TROUBLE;
  private readonly phones = new Phones();
  private readonly blocked = new Set<string>();

  constructor(
    private readonly settings: TwilioStandInSettings,
    private readonly world: StandInWorld,
  ) {}

  /** `POST /2010-04-01/Accounts/{sid}/Messages.json` */
  async messages(request: HttpRequest): Promise<HttpReply> {
    const { accountSid, authToken } = this.settings;
    const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    if (!sameSecret(expected, request.headers.authorization)) return error(401, 20003, 'Authenticate');
    const fields = form(request);
    const to = fields?.get('To');
    const body = fields?.get('Body') ?? '';
    if (fields === undefined || !to) return error(400, 21604, "A 'To' phone number is required.");
    const media = fields.getAll('MediaUrl');
    if (!body && media.length === 0) return error(400, 21602, 'Message body is required.');
    if (body.length > 1600) return error(400, 21617, 'The concatenated message body exceeds the 1600 character limit.');
    if (!/^\+[1-9]\d{7,14}$/.test(to)) return error(400, 21211, "Invalid 'To' Phone Number");
    if (this.blocked.has(to)) return error(400, 21610, 'Attempt to send to unsubscribed recipient');
    const { refuse, delayMs, swallowAnswer } = this.trouble;
    if (refuse !== undefined && refuse.times > 0) {
      refuse.times -= 1;
      return error(refuse.status, refuse.code, 'Refused on demand');
    }
    await this.wait(delayMs);
    const sid = `SM${randomHex(16)}`;
    // Twilio fetches what it is to send before it takes the message.
    const files = await Promise.all(media.map((url) => this.world.get(url)));
    if (files.includes(undefined)) return error(400, 21620, 'Invalid media URL(s)');
    const shown = files.map((file) => ({ name: 'MMS', contentType: file!.contentType, size: file!.bytes.length }));
    this.arrive(to, body, sid, fields.get('StatusCallback') ?? undefined, shown);
    if (swallowAnswer) await this.wait(30_000);
    return {
      status: 201,
      body: {
        sid,
        status: 'queued',
        num_segments: String(segmentsOf(body).segments),
        error_code: null,
        error_message: null,
      },
    };
  }

  /** A person writes from a phone. */
  async write(number: string, text: string): Promise<void> {
    this.phones.add(number, { at: this.world.now(), from: 'patient', text });
    this.carrier(number, text);
    await this.webhook('/webhooks/sms/twilio', {
      MessageSid: `SM${randomHex(16)}`,
      AccountSid: this.settings.accountSid,
      From: number,
      To: this.settings.number,
      Body: text,
      NumMedia: '0',
      NumSegments: String(segmentsOf(text).segments),
      SmsStatus: 'received',
      ApiVersion: '2010-04-01',
    });
  }

  view(number: string): PhoneView {
    return {
      number,
      messages: this.phones.of(number),
      note: this.blocked.has(number) ? 'The carrier blocks our messages (STOP). START brings them back.' : '',
    };
  }

  /** The carrier acts on its own words before we hear of them. */
  private carrier(number: string, text: string): void {
    const keyword = carrierKeyword(text);
    const say = (words: string) => this.phones.add(number, { at: this.world.now(), from: 'carrier', text: words });
    if (keyword === 'stop' && !this.blocked.has(number)) {
      this.blocked.add(number);
      say(
        'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
      );
    }
    if (keyword === 'start' && this.blocked.delete(number))
      say('You have successfully been re-subscribed to messages from this number.');
  }

  private arrive(
    to: string,
    body: string,
    sid: string,
    callback: string | undefined,
    files: NonNullable<PhoneMessage['files']>,
  ): void {
    const { encoding, segments } = segmentsOf(body);
    const shown = this.phones.add(to, {
      at: this.world.now(),
      from: 'us',
      text: body,
      status: 'queued',
      ...(files.length === 0 ? {} : { files }),
      note: `${segments} ${segments === 1 ? 'segment' : 'segments'}, ${encoding === 'gsm7' ? 'GSM-7' : 'UCS-2'}`,
    });
    ['sent', 'delivered'].forEach((status, index) => {
      this.world.after(150 * (index + 1), () => {
        shown.status = status;
        if (callback !== undefined)
          void this.status(callback, {
            MessageSid: sid,
            MessageStatus: status,
            SmsStatus: status,
            To: to,
            From: this.settings.number,
          });
      });
    });
  }

  private async status(callback: string, fields: Record<string, string>): Promise<void> {
    if (!callback.startsWith(`${this.world.publicUrl}/`)) return;
    await this.webhook(callback.slice(this.world.publicUrl.length), {
      AccountSid: this.settings.accountSid,
      ApiVersion: '2010-04-01',
      ...fields,
    });
  }

  private async webhook(path: string, fields: Record<string, string>): Promise<void> {
    const body = new URLSearchParams(fields);
    const signature = twilioSignature(this.settings.authToken, this.world.publicUrl + path, body);
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature };
    await deliver(this.world, this.trouble, () => this.world.post(path, headers, body.toString()));
  }

  private wait(ms: number): Promise<void> {
    return ms <= 0 ? Promise.resolve() : new Promise((resolve) => this.world.after(ms, resolve));
  }
}

function error(status: number, code: number, message: string): HttpReply {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}
