import { createHash } from 'node:crypto';
import type { HttpReply, HttpRequest } from '../../bot/contracts';
import { randomHex } from './world';

export interface HeldMedia {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

const MOST_HELD = 50;

/**
 * Files at the stand-in of the Graph API: taken as multipart forms, told of by id, handed out at an address. The newest
 * are kept.
 */
export class GraphMedia {
  private readonly held = new Map<string, HeldMedia>();

  /** @param base address under which our own server hands out bytes. */
  constructor(private readonly base: string) {}

  keep(media: HeldMedia): string {
    const id = randomHex(8);
    this.held.set(id, media);
    if (this.held.size > MOST_HELD) this.held.delete(this.held.keys().next().value!);
    return id;
  }

  get(id: string): HeldMedia | undefined {
    return this.held.get(id);
  }

  /** What a form of `POST /{phone number id}/media` holds; undefined when it is not what Meta takes. */
  async take(request: HttpRequest): Promise<string | undefined> {
    try {
      const headers = { 'content-type': request.headers['content-type'] ?? '' };
      const form = await new Response(new Uint8Array(request.body), { headers }).formData();
      const file = form.get('file');
      if (form.get('messaging_product') !== 'whatsapp' || file === null || typeof file === 'string') return undefined;
      return this.keep({ name: file.name, contentType: file.type, bytes: Buffer.from(await file.arrayBuffer()) });
    } catch {
      return undefined;
    }
  }

  /** `GET /{media id}` */
  describe(id: string): Record<string, unknown> | undefined {
    const media = this.held.get(id);
    if (media === undefined) return undefined;
    const sha256 = createHash('sha256').update(media.bytes).digest('hex');
    const { contentType: mime_type, bytes } = media;
    return { messaging_product: 'whatsapp', id, url: `${this.base}/${id}`, mime_type, sha256, file_size: bytes.length };
  }

  /** The bytes at the address `describe` gives. */
  bytes(id: string): HttpReply | undefined {
    const media = this.held.get(id);
    return media && { status: 200, headers: { 'content-type': media.contentType }, body: media.bytes };
  }
}
