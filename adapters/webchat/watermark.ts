/**
 * A watermark is the transcript position the client has seen. Empty, missing or strange means "everything": a page
 * that lost its place gets the whole conversation, never a hole.
 */
export function readWatermark(value: string | null): number {
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : 0;
}
