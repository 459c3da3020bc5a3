import type { FileType } from '../../knowledge/schema/file-types';

/**
 * Kinds of files that are taken, told by their first bytes: what a sender calls a file is not believed. Nothing that a
 * browser or an office program would run is among them (no HTML, SVG, archives or office documents).
 * Source: the formats' own specifications (JPEG/JFIF, PNG, GIF89a, WebP/RIFF, ISO 32000, Ogg RFC 3533, ISO 14496-12,
 * RFC 4867 for AMR, ID3v2 and ISO 11172-3), not re-read.
 */
interface FileKind {
  readonly contentType: FileType;
  readonly ending: string;
  fits(bytes: Buffer): boolean;
}

const begins = (start: string | readonly number[], at = 0) => {
  const wanted = typeof start === 'string' ? Buffer.from(start, 'latin1') : Buffer.from(start);
  return (bytes: Buffer) => bytes.subarray(at, at + wanted.length).equals(wanted);
};
const all =
  (...checks: readonly ((bytes: Buffer) => boolean)[]) =>
  (bytes: Buffer) =>
    checks.every((check) => check(bytes));
const any =
  (...checks: readonly ((bytes: Buffer) => boolean)[]) =>
  (bytes: Buffer) =>
    checks.some((check) => check(bytes));
const isoMedia = (...brands: readonly string[]) => all(begins('ftyp', 4), any(...brands.map((one) => begins(one, 8))));

const KINDS: readonly FileKind[] = [
  { contentType: 'image/jpeg', ending: 'jpg', fits: begins([0xff, 0xd8, 0xff]) },
  { contentType: 'image/png', ending: 'png', fits: begins([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { contentType: 'image/gif', ending: 'gif', fits: any(begins('GIF87a'), begins('GIF89a')) },
  { contentType: 'image/webp', ending: 'webp', fits: all(begins('RIFF'), begins('WEBP', 8)) },
  { contentType: 'application/pdf', ending: 'pdf', fits: begins('%PDF-') },
  { contentType: 'audio/ogg', ending: 'ogg', fits: begins('OggS') },
  { contentType: 'audio/amr', ending: 'amr', fits: begins('#!AMR') },
  { contentType: 'audio/mp4', ending: 'm4a', fits: isoMedia('M4A ', 'M4B ') },
  { contentType: 'video/3gpp', ending: '3gp', fits: isoMedia('3gp', '3g2') },
  { contentType: 'video/mp4', ending: 'mp4', fits: isoMedia('isom', 'iso2', 'mp41', 'mp42', 'avc1', 'M4V ', 'dash') },
  // Last: two bytes of an MPEG frame say little.
  { contentType: 'audio/mpeg', ending: 'mp3', fits: any(begins('ID3'), begins([0xff, 0xfb]), begins([0xff, 0xf3])) },
];

/** What the bytes are; undefined for anything that is not taken. */
export function kindOf(bytes: Buffer): { contentType: FileType; ending: string } | undefined {
  const kind = KINDS.find((one) => one.fits(bytes));
  return kind === undefined ? undefined : { contentType: kind.contentType, ending: kind.ending };
}

/** Declared types that say nothing about the bytes. */
const SILENT = new Set(['', 'application/octet-stream', 'binary/octet-stream']);

/** Whether what a sender calls the file may stand beside what it is. A page that calls itself a picture is no picture. */
export function declaredFits(declared: string, contentType: string): boolean {
  const bare = declared.split(';')[0]!.trim().toLowerCase().replace('image/jpg', 'image/jpeg');
  if (SILENT.has(bare) || bare === contentType) return true;
  const family = (type: string) => type.slice(0, type.indexOf('/'));
  // The same container holds sound and film, and senders name it either way.
  const media = new Set(['audio', 'video']);
  return media.has(family(bare)) && media.has(family(contentType));
}

/** A name without control and format characters: among them those that turn the direction of writing and hide an ending. */
export function shownName(given: string): string {
  return given.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, '');
}

const MOST_NAME = 100;

/**
 * A file name fit to be shown, stored and sent: the last part of a path, without control, direction or reserved
 * characters, and with the ending of what the bytes are (`x-ray.exe` that is a picture becomes `x-ray.jpg`).
 */
export function cleanName(given: string, ending: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = shownName(last)
    .replace(/["'<>:|?*;&%$`{}[\]^~#=]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/\.{2,}/g, '.')
    .trim();
  const dot = plain.lastIndexOf('.');
  const stem = (dot > 0 ? plain.slice(0, dot) : plain).replace(/^[.\s_-]+|[.\s]+$/g, '');
  return `${[...stem].slice(0, MOST_NAME).join('') || 'file'}.${ending}`;
}

/**
 * Headers under which a stored file leaves: kept as a file, never a page, whatever opens it. `attachment` does not keep
 * a picture from being shown inside one of our own pages.
 */
export function fileHeaders(name: string, contentType: string): Record<string, string> {
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_');
  const utf8 = encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  return {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${utf8}`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
}
