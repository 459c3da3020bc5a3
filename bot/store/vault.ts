import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomFillSync } from 'node:crypto';

/** Seals personal data before it reaches the disk. One per process; keys never leave it. */
export interface Vault {
  /** AES-256-GCM. `context` (a conversation or contact id) is authenticated: a value moved to another row does not open. */
  seal(plain: string, context: string): string;
  /** Throws `SealBroken` when the value, key or context is not the one it was sealed with. */
  open(sealed: string, context: string): string;
  /** The same for bytes, without the third that text would add. */
  sealBytes(plain: Buffer, context: string): Buffer;
  openBytes(sealed: Buffer, context: string): Buffer;
  /** Keyed hash for finding an address without storing it readable. */
  lookup(value: string): string;
  /** Keys for other purposes (web-chat tokens, audit seals), derived so that one secret is enough. */
  derive(purpose: string): Buffer;
}

export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

const FORMAT = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** `v1.` and eight digits of the key, and a point: before sealed bytes. */
const HEAD_BYTES = 12;
/** Random bytes are drawn in blocks: asking the kernel twelve bytes at a time costs more than the encryption. */
const POOL_BYTES = IV_BYTES * 1024;

/**
 * @param secret the current master key, 32 bytes.
 * @param older keys that may still open existing values, after a rotation.
 */
export function createVault(secret: Buffer, older: readonly Buffer[] = []): Vault {
  const keys = new Map([secret, ...older].map((master) => [keyId(master), dataKey(master)]));
  const current = keyId(secret);
  const lookupKey = Buffer.from(hkdfSync('sha256', secret, '', 'sathi lookup', 32));
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;

  function nonce(): Buffer {
    if (used === POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    used += IV_BYTES;
    return pool.subarray(used - IV_BYTES, used);
  }

  /** Nonce, ciphertext and tag, under the current key. */
  function encrypt(plain: string | Buffer, context: string): Buffer {
    const iv = nonce();
    const cipher = createCipheriv('aes-256-gcm', keys.get(current)!, iv);
    cipher.setAAD(Buffer.from(context));
    const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
    return Buffer.concat([iv, body, cipher.final(), cipher.getAuthTag()]);
  }

  function decrypt(format: string | undefined, id: string | undefined, body: Buffer, context: string): Buffer {
    const key = keys.get(id ?? '');
    if (format !== FORMAT || key === undefined) {
      throw new SealBroken(
        'A stored value was sealed with a key this process does not have; set SATHI_KEY_OLD to the earlier key.',
      );
    }
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, IV_BYTES));
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
      return Buffer.concat([decipher.update(body.subarray(IV_BYTES, body.length - TAG_BYTES)), decipher.final()]);
    } catch {
      throw new SealBroken('A stored value does not open: it was changed, or moved from another row.');
    }
  }

  return {
    seal: (plain, context) => `${FORMAT}.${current}.${encrypt(plain, context).toString('base64')}`,
    open(sealed, context) {
      const [format, id, encoded] = sealed.split('.');
      return decrypt(format, id, Buffer.from(encoded ?? '', 'base64'), context).toString('utf8');
    },
    sealBytes: (plain, context) => Buffer.concat([Buffer.from(`${FORMAT}.${current}.`), encrypt(plain, context)]),
    openBytes(sealed, context) {
      const head = sealed.subarray(0, HEAD_BYTES).toString('latin1');
      const [format, id] = head.split('.');
      return decrypt(format, id, sealed.subarray(HEAD_BYTES), context);
    },
    lookup: (value) => createHmac('sha256', lookupKey).update(value).digest('base64url'),
    derive: (purpose) => Buffer.from(hkdfSync('sha256', secret, '', `sathi ${purpose}`, 32)),
  };
}

/** Short name of a key, safe to store beside the values it sealed. */
function keyId(master: Buffer): string {
  return createHash('sha256').update('sathi key id').update(master).digest('hex').slice(0, 8);
}

function dataKey(master: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', 'sathi data', 32));
}
