import { join } from 'node:path';
import { projectRoot } from '../../bot/places';
import { buildLibrary } from '../../knowledge/library';
import { type ContentFile, readContent } from '../../knowledge/load';
import type { ContentLibrary } from '../../knowledge/schema/library';

const root = projectRoot();

/** The shipped wording and sample hospital, with sentences that only tests say. */
export function testContent(texts: Readonly<Record<string, string>> = {}): ContentLibrary {
  const { files, hospital } = readContent({
    content: join(root, 'knowledge/content'),
    hospital: join(root, 'knowledge/hospital/sample.yaml'),
  });
  const own: ContentFile<'wording'> = {
    kind: 'wording',
    file: 'test.yaml',
    sha256: '0',
    value: {
      id: 'en/test',
      version: '1',
      status: 'draft',
      texts: { echo: '{n}: {text}', ask: 'One or two?', one: 'one', two: 'two', danger: 'Call now.', ...texts },
    },
  };
  return buildLibrary([...files.filter((file) => file.kind === 'wording'), own], hospital!);
}
