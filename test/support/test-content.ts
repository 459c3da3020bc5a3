import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../bot/places';
import { buildLibrary } from '../../knowledge/library';
import type { ContentFile } from '../../knowledge/load';
import { readContentFile } from '../../knowledge/read-file';
import { type Hospital, hospital } from '../../knowledge/schema/hospital';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { type Wording, wording } from '../../knowledge/schema/wording';

const root = projectRoot();

/** The shipped wording and sample hospital, with sentences that only tests say. Nothing else: processes under test start fast. */
export function testContent(texts: Readonly<Record<string, string>> = {}): ContentLibrary {
  const { files, hospital: sample } = testContentFiles(texts);
  return buildLibrary(files, sample);
}

/** The same before it is indexed, to hand to another process as JSON. */
export function testContentFiles(texts: Readonly<Record<string, string>> = {}): {
  files: readonly ContentFile[];
  hospital: Hospital;
} {
  const own: Wording = {
    id: 'en/test',
    version: '1',
    status: 'draft',
    texts: { echo: '{n}: {text}', ask: 'One or two?', one: 'one', two: 'two', danger: 'Call now.', ...texts },
  };
  const read = readContentFile(join(root, 'knowledge/hospital/sample.yaml'), 'sample.yaml', hospital);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return { files: [...shippedWording(), file('test.yaml', own)], hospital: read.value };
}

function shippedWording(): ContentFile[] {
  const folder = join(root, 'knowledge/content/wording');
  return [
    'en/welcome',
    'en/menu',
    'en/repair',
    'en/handover',
    'en/safe',
    'en/consent',
    'en/outreach',
    'en/staff',
    'en/language',
    'es/language',
  ]
    .filter((name) => readdirSync(join(folder, name.slice(0, 2))).includes(`${name.slice(3)}.yaml`))
    .map((name) => {
      const found = readContentFile(join(folder, `${name}.yaml`), name, wording);
      if (!found.ok) throw new Error(JSON.stringify(found.problems));
      return file(name, found.value);
    });
}

function file(name: string, value: Wording): ContentFile {
  return { kind: 'wording', file: name, sha256: '0', value };
}
