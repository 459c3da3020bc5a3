import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { projectRoot } from '../bot/places';

const root = projectRoot();
const ROOMS = ['bot', 'dialogs', 'knowledge', 'adapters', 'console/api'] as const;

interface Import {
  readonly from: string;
  /** A file of the project without its ending, or a package. */
  readonly to: string;
  readonly own: boolean;
  readonly typeOnly: boolean;
}

const files = ROOMS.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('node_modules') && !name.includes('web/'),
    )
    .map((name) => join(room, name)),
);

function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, file), 'utf8');
  return [...source.matchAll(/^(?:import|export)\s+(type\s+)?[^'";]*?from\s+'([^']+)'/gm)].map((match) => {
    const own = match[2]!.startsWith('.');
    const to = own ? relative(root, resolve(root, dirname(file), match[2]!)) : match[2]!;
    return { from: file, to, own, typeOnly: match[1] !== undefined };
  });
}

const imports = files.flatMap(importsOf);
const inside = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);
const show = (bad: readonly Import[]) => bad.map((one) => `${one.from} -> ${one.to}`);

describe('the walls of the house', () => {
  test('contracts import nothing but types of the content schema', () => {
    const bad = imports.filter(
      (one) =>
        inside(one.from, 'bot/contracts') &&
        one.own &&
        !inside(one.to, 'bot/contracts') &&
        !inside(one.to, 'knowledge/schema'),
    );
    expect(show(bad)).toEqual([]);
  });

  test('the content schema imports only itself', () => {
    const bad = imports.filter(
      (one) => inside(one.from, 'knowledge/schema') && one.own && !inside(one.to, 'knowledge/schema'),
    );
    expect(show(bad)).toEqual([]);
  });

  test('dialogs know neither the store, a channel, the console nor the turn', () => {
    const bad = imports.filter(
      (one) =>
        inside(one.from, 'dialogs') &&
        ['bot/store', 'bot/turn', 'bot/deliver', 'bot/server', 'adapters', 'console'].some((room) =>
          inside(one.to, room),
        ),
    );
    expect(show(bad)).toEqual([]);
  });

  test('adapters know neither the store, the turn, dialogs nor the console', () => {
    const bad = imports.filter(
      (one) =>
        inside(one.from, 'adapters') &&
        ['bot/store', 'bot/turn', 'dialogs', 'console'].some((room) => inside(one.to, room)),
    );
    expect(show(bad)).toEqual([]);
  });

  test.each([
    ['knex', ['bot/store']],
    ['sqlite3', ['bot/store']],
    ['pg', ['bot/store']],
    ['openai', ['bot/language']],
    ['restify', ['bot/server.ts']],
    ['botbuilder', ['adapters', 'bot/turn/host.ts', 'bot/turn/framework-host.ts']],
    ['botbuilder-core', ['adapters', 'bot/turn/host.ts', 'bot/turn/framework-host.ts']],
    ['redis', ['bot/bell', 'bot/tools/doctor']],
  ])('%s is only in %j', (name, rooms) => {
    const bad = imports.filter((one) => !one.own && one.to === name && !rooms.some((room) => inside(one.from, room)));
    expect(show(bad)).toEqual([]);
  });

  test('only the composition root knows everything', () => {
    const reach = (file: string) =>
      new Set(imports.filter((one) => one.from === file && one.own).map((one) => one.to.split('/')[0]));
    const everything = files.filter((file) =>
      ['adapters', 'console', 'dialogs', 'knowledge'].every((room) => reach(file).has(room)),
    );
    expect(everything.filter((file) => file !== 'bot/app.ts')).toEqual([]);
  });

  test('no module needs itself, however far round', () => {
    const known = new Set(files.map((file) => file.replace(/\.ts$/, '')));
    const target = (to: string) => (known.has(to) ? to : known.has(`${to}/index`) ? `${to}/index` : undefined);
    const graph = new Map<string, string[]>();
    for (const one of imports) {
      const to = one.own && !one.typeOnly ? target(one.to) : undefined;
      if (to !== undefined)
        graph.set(one.from.replace(/\.ts$/, ''), [...(graph.get(one.from.replace(/\.ts$/, '')) ?? []), to]);
    }
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      const at = path.indexOf(file);
      if (at >= 0) {
        cycles.push([...path.slice(at), file].join(' -> '));
        return;
      }
      if (done.has(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of graph.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });

  test('every file stays one idea', () => {
    const long = files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 420);
    expect(long).toEqual([]);
  });
});
