/** Kinds of files the product takes at all; which of them staff may send, a hospital chooses in its file. */
export const FILE_TYPES = [
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'application/pdf',
  'audio/ogg',
  'audio/amr',
  'audio/mp4',
  'audio/mpeg',
  'video/3gpp',
  'video/mp4',
] as const;
export type FileType = (typeof FILE_TYPES)[number];
