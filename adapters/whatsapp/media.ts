import type { FileLimits } from '../../bot/contracts';
import type { OutgoingFile } from '../shared/files';

/** How WhatsApp shows a file. */
export type Media = 'image' | 'audio' | 'video' | 'document';

const MB = 1024 * 1024;

/** What both ways to WhatsApp take, and how large. Source: reference C.9; Twilio's guidance on WhatsApp media messages. */
export const WHATSAPP_FILES: FileLimits = {
  types: {
    'image/jpeg': 5 * MB,
    'image/png': 5 * MB,
    'application/pdf': 16 * MB,
    'audio/mpeg': 16 * MB,
    'audio/mp4': 16 * MB,
    'video/mp4': 16 * MB,
  },
  // One message each: the pace to one person allows no more at once.
  most: 5,
};

export function mediaOf({ contentType }: Pick<OutgoingFile, 'contentType'>): Media {
  const family = contentType.slice(0, contentType.indexOf('/'));
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'document';
}
