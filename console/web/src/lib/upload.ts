import type { KeptFileView } from '../../../api/schema/conversation';
import { ApiError, address, problemOf, writeHeaders } from './api';

/**
 * Uploads one file and tells how far it is. `fetch` cannot tell that, so this is the one request that is made otherwise.
 *
 * @param told share of the bytes that have left, 0 to 1.
 */
export function uploadFile(
  conversationId: string,
  file: File,
  told: (share: number) => void,
  signal: AbortSignal,
): Promise<KeptFileView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address(`/conversations/${encodeURIComponent(conversationId)}/files`));
    const headers = { ...writeHeaders(), 'content-type': file.type || 'application/octet-stream' };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    request.responseType = 'json';
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) told(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status === 200) resolve(request.response as KeptFileView);
      else if (request.status === 413) reject(new ApiError('file_too_big', 413));
      else reject(problemOf(request.status, request.response));
    };
    request.onerror = () => reject(new ApiError('network', 0));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
