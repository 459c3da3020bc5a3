import { ActionIcon, Group, Progress, Text, VisuallyHidden } from '@mantine/core';
import { IconFile, IconPaperclip, IconRefresh, IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import type { ConversationView } from '../../../../api/schema/conversation';
import { useWords } from '../../i18n';
import { sizeText, type TrayFile } from './useFiles';

/** What will go with the reply, each with its state and a way to take it back. */
export function FileTray({
  files,
  remove,
  retry,
}: {
  files: readonly TrayFile[];
  remove: (file: TrayFile) => void;
  retry: (file: TrayFile) => void;
}) {
  const words = useWords();
  return (
    <>
      <VisuallyHidden role="status">
        {files.length === 0 ? '' : files.map((file) => `${file.name}: ${stateOf(file, words)}`).join('. ')}
      </VisuallyHidden>
      {files.length === 0 ? null : (
        <ul className="file-tray" aria-label={words.files.tray}>
          {files.map((file) => (
            <li key={file.key} className="file-chip" data-refused={file.refused !== null}>
              {file.preview === null ? (
                <IconFile size={22} aria-hidden />
              ) : (
                <img src={file.preview} alt="" width={36} height={36} />
              )}
              <div className="file-words">
                <Text size="xs" fw={600} className="clamp-1" dir="auto" title={file.name}>
                  {file.name}
                </Text>
                <Text size="xs" c={file.refused === null ? 'dimmed' : 'var(--late)'}>
                  {file.refused ?? `${sizeText(file.size)} · ${stateOf(file, words)}`}
                </Text>
                {file.id === null && file.refused === null ? (
                  <Progress
                    size="xs"
                    value={file.share * 100}
                    aria-label={words.files.progress(file.name)}
                    transitionDuration={0}
                  />
                ) : null}
              </div>
              {file.again === null ? null : (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  c="var(--mantine-color-text)"
                  aria-label={words.files.again(file.name)}
                  onClick={() => retry(file)}
                >
                  <IconRefresh size={16} />
                </ActionIcon>
              )}
              <ActionIcon
                variant="subtle"
                color="gray"
                c="var(--mantine-color-text)"
                aria-label={words.files.remove(file.name)}
                onClick={() => remove(file)}
              >
                <IconX size={16} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function stateOf(file: TrayFile, words: ReturnType<typeof useWords>): string {
  if (file.refused !== null) return file.refused;
  return file.id === null ? words.files.uploading : words.files.ready;
}

/** The button that opens the system's own choice of files. */
export function AttachButton({ view, add }: { view: ConversationView; add: (files: readonly File[]) => void }) {
  const words = useWords();
  const input = useRef<HTMLInputElement>(null);
  if (view.files === null) return null;
  return (
    <Group gap={0}>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={words.files.attach}
        title={words.files.attachHint(Object.keys(view.files.types))}
        onClick={() => input.current?.click()}
      >
        <IconPaperclip size={18} />
      </ActionIcon>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="files"
        accept={Object.keys(view.files.types).join(',')}
        onChange={(event) => {
          add([...(event.currentTarget.files ?? [])]);
          // The same file may be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </Group>
  );
}
