import { Button, Group, Loader, Text } from '@mantine/core';
import { IconDownload, IconPaperclip } from '@tabler/icons-react';
import { useState } from 'react';
import type { TranscriptItem } from '../../../../api/schema/conversation';
import { useWords } from '../../i18n';
import { address, problemOf } from '../../lib/api';
import { problemText } from '../../lib/problem';
import { sizeText } from './useFiles';

type File = TranscriptItem['attachments'][number];

/** Kinds a browser shows by itself; pictures of other kinds are kept as files. */
const PICTURES = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);

/**
 * A file of a message: a picture in place, sound and film to play, anything else to keep. Nothing of it is ever a page:
 * the API sends it as a file, under a policy that runs nothing.
 */
export function SaidFile({ path, file }: { path: string; file: File }) {
  const words = useWords();
  const [failed, setFailed] = useState(false);
  const type = file.contentType.split(';')[0]!.trim().toLowerCase();
  const name = file.name || words.files.kinds[type.split('/')[0]!] || file.contentType;
  const url = address(path);
  return (
    <div className="said-file">
      {PICTURES.has(type) && !failed ? (
        <img src={url} alt={name} loading="lazy" onError={() => setFailed(true)} />
      ) : null}
      {type.startsWith('audio/') && !failed ? (
        // biome-ignore lint/a11y/useMediaCaption: what a patient recorded has no captions; staff may write what was said.
        <audio controls preload="none" src={url} aria-label={name} onError={() => setFailed(true)} />
      ) : null}
      {type.startsWith('video/') && !failed ? (
        // biome-ignore lint/a11y/useMediaCaption: what a patient recorded has no captions; staff may write what was said.
        <video controls preload="none" src={url} aria-label={name} onError={() => setFailed(true)} />
      ) : null}
      <Keep url={url} name={name} size={file.size} />
    </div>
  );
}

/** Keeps the file on this machine, or says why it cannot be had. */
function Keep({ url, name, size }: { url: string; name: string; size: number | null }) {
  const words = useWords();
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  async function keep() {
    setState({ busy: true, problem: null });
    try {
      const response = await fetch(url, { credentials: 'same-origin', cache: 'no-store' });
      if (!response.ok) throw problemOf(response.status, await response.json().catch(() => undefined));
      const kept = URL.createObjectURL(await response.blob());
      const link = document.createElement('a');
      link.href = kept;
      link.download = nameOf(response) ?? name;
      link.click();
      URL.revokeObjectURL(kept);
      setState({ busy: false, problem: null });
    } catch (error) {
      setState({ busy: false, problem: problemText(error, words) });
    }
  }
  return (
    <>
      <Group gap={6} wrap="nowrap" align="center" className="said-file-line">
        <IconPaperclip size={15} aria-hidden />
        <Text size="sm" className="said clamp-1" dir="auto" title={name} style={{ minWidth: 0 }}>
          {name}
          {size === null ? '' : ` · ${sizeText(size)}`}
        </Text>
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={words.files.keep(name)}
          leftSection={state.busy ? <Loader size={12} /> : <IconDownload size={14} aria-hidden />}
          onClick={() => void keep()}
        >
          {words.files.keepShort}
        </Button>
      </Group>
      {state.problem === null ? null : (
        <Text size="xs" c="var(--late)" role="alert">
          {state.problem}
        </Text>
      )}
    </>
  );
}

/** The name the server cleaned, with the ending of what the file is. */
function nameOf(response: Response): string | undefined {
  const found = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '');
  return found === null ? undefined : decodeURIComponent(found[1]!);
}
