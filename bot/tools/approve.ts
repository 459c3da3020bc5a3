import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import {
  type ApprovalEntry,
  approvalCopy,
  fromFile,
  readApprovals,
  writeApprovals,
} from '../../knowledge/approvals/file';
import { missingForProduction } from '../../knowledge/approvals/gate';
import { unapproved } from '../../knowledge/approvals/state';
import { type ContentFile, loadFiles } from '../../knowledge/load';
import { approvalsPlace, contentPlaces } from '../places';

/**
 * `npm run approve`: says what is not approved. `npm run approve -- --role "Chief pharmacist" medicine/warfarin protocol/*`
 * enters an approval of the files as they are now into the hospital's own approvals file, and keeps a copy of each beside
 * it, so that the next review can show what changed. The day is today's in UTC.
 */
const USAGE = `npm run approve                                   what is not approved yet
npm run approve -- --role "<role>" <kind>/<id> ...   approve these, e.g. protocol/sore_throat or medicine/*
npm run approve -- --role "<role>" --all             approve everything\n`;

function main(args: readonly string[], env: NodeJS.ProcessEnv): number {
  const places = contentPlaces(env);
  const path = approvalsPlace(env);
  const { files, hospital } = loadFiles(places);
  const entries = readApprovals(path);
  const at = args.indexOf('--role');
  const role = at < 0 ? undefined : args[at + 1];
  const rest = at < 0 ? args : [...args.slice(0, at), ...args.slice(at + 2)];
  const wanted = rest.filter((one) => !one.startsWith('--'));
  if (args.includes('--help')) return say(USAGE, 0);
  if (role === undefined) {
    if (args.length > 0) return say(USAGE, 2);
    const missing = missingForProduction(files, hospital, fromFile(entries));
    return say(
      `${missing.length === 0 ? 'Everything is approved.' : missing.join('\n')}\n(${path})\n`,
      missing.length === 0 ? 0 : 1,
    );
  }
  const chosen = args.includes('--all') ? files : files.filter((file) => wanted.some((one) => fits(one, file)));
  const unknown = wanted.filter((one) => !files.some((file) => fits(one, file)));
  if (unknown.length > 0 || chosen.length === 0)
    return say(`There is no content ${unknown.join(', ') || '(nothing named)'}.\n${USAGE}`, 2);
  const open = new Set(unapproved(chosen, fromFile(entries)));
  const on = new Date().toISOString().slice(0, 10);
  const fresh = [...open].map(
    (file): ApprovalEntry => ({
      kind: file.kind,
      id: file.value.id,
      version: file.value.version,
      sha256: file.sha256,
      role,
      on,
    }),
  );
  for (const file of open) keepCopy(join(places.content, relative('content', file.file)), path, file);
  writeApprovals(path, [...entries, ...fresh]);
  return say(`Approved as ${role}: ${fresh.length} of ${chosen.length} (the rest was approved already).\n${path}\n`, 0);
}

/** `kind/id` or `kind/*`. */
function fits(ref: string, file: ContentFile): boolean {
  return ref === `${file.kind}/*` || ref === `${file.kind}/${file.value.id}`;
}

function keepCopy(source: string, approvals: string, file: ContentFile): void {
  const copy = approvalCopy(approvals, file.kind, file.value.id, file.value.version);
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(source, copy);
}

function say(text: string, code: number): number {
  process.stdout.write(text);
  return code;
}

process.exitCode = main(process.argv.slice(2), process.env);
