import { join } from 'node:path';
import { createChannels } from '../adapters';
import { createFhirSystem, readFhirSettings } from '../adapters/fhir';
import { createMovableClock } from '../adapters/simulator/clock';
import { createSimulator } from '../adapters/simulator/simulator';
import {
  type ConsoleDeps,
  createConsole,
  createEscalation,
  createRetention,
  createSingleSignOn,
  ensureFirstAdministrator,
  publishedFiles,
  SSO_CALLBACK,
  ssoSettings,
} from '../console/api';
import { createLiveContent } from '../knowledge/live';
import { loadFiles } from '../knowledge/load';
import type { ContentLibrary } from '../knowledge/schema/library';
import { createInProcessBell } from './bell/in-process';
import { createBookingLoop } from './booking/loop';
import { createRemote } from './booking/remote';
import { calendarRoutes } from './booking/routes';
import { takeSampleCalendar } from './booking/sample';
import { createRandomIds, systemClock } from './clock';
import { BadSettings, type Config } from './config';
import type { Bell, CalendarSystem, ChannelAdapter, Clock, Dialog, Ids, InboundEvent, Log } from './contracts';
import { adapterDeps, type Core, openCore } from './core';
import { createCompose } from './deliver/compose';
import { createDispatcher } from './deliver/dispatcher';
import { createFollowUp } from './deliver/follow-up';
import { createOnCall } from './deliver/on-call';
import { createReports } from './deliver/reports';
import { dischargeRoutes } from './feeds/discharges';
import { prescriptionRoutes } from './feeds/prescriptions';
import { createFileDesk } from './files/desk';
import { createFileLinks } from './files/links';
import { fileRoutes } from './files/routes';
import { createClamd } from './files/scan';
import { createModel } from './language/model';
import { modelPrices, modelSettings } from './language/model/settings';
import { createLoop, errorName, type Loop } from './loop';
import { createMetrics } from './metrics';
import { projectRoot } from './places';
import { createPublishing } from './publishing';
import { prepareRecovery } from './recover';
import { createClockwork } from './schedule/clockwork';
import { startServer } from './server';
import { healthRoutes } from './server/health';
import { createShelf, requireOwnApprovals } from './shelf';
import { createSkills } from './skills';
import { createBookingStore } from './store/booking';
import { createCaregiverPort } from './store/caregiver';
import { createConsoleStore } from './store/console';
import { createOnCallStore } from './store/console/on-call';
import { startDischarge } from './store/discharges';
import { createFileStore } from './store/files';
import { lastHeard } from './store/last-heard';
import { createLinking } from './store/link';
import { createModelUse, type ModelUse } from './store/model-use';
import { startCounselling } from './store/prescriptions';
import { messageAt } from './store/transcript';
import type { Engine } from './turn/engine';
import { createHost } from './turn/host';
import { createWorker, type Worker, type WorkerParts } from './turn/worker';

/** Replaceable in tests; the product gives none of them. */
export interface AppParts {
  /** Called between the steps of the start that leave much garbage behind. */
  readonly tidy?: () => void;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly bell?: Bell;
  readonly log: Log;
  readonly content?: ContentLibrary;
  readonly dialogs?: ReadonlyMap<string, Dialog>;
  readonly adapters?: readonly ChannelAdapter[];
  readonly at?: WorkerParts['at'];
  readonly env?: NodeJS.ProcessEnv;
}

export interface App {
  readonly core: Core;
  readonly engine: Engine;
  readonly content: ContentLibrary;
  readonly worker: Worker;
  readonly port: number;
  /** Shown once, on the very first start. */
  readonly firstAdministrator: { username: string; password: string } | undefined;
  stop(): Promise<void>;
}

/** Long enough after the start that what begins with it is done. */
const WARM_AFTER_MS = 20_000;

/** Puts the whole product together and starts it. The only place that knows every part. */
export async function startApp(config: Config, parts: AppParts): Promise<App> {
  const { log } = parts;
  const env = parts.env ?? process.env;
  const machine = parts.clock ?? systemClock;
  const simulating = config.mode === 'demo' && parts.adapters === undefined && env.SIMULATOR !== 'off';
  const movable = simulating ? createMovableClock(machine) : undefined;
  const clock = movable ?? machine;
  const ids = parts.ids ?? createRandomIds();
  const shipped = loadFiles(config.content);
  const live = createLiveContent(shipped);
  const content = parts.content ?? live.library;
  const bell =
    parts.bell ?? (config.redisUrl === undefined ? createInProcessBell() : await redisBell(config.redisUrl, log));
  const core = await openCore({ config, clock, ids, log, bell });
  const consoleStore = createConsoleStore({ ...core, ...modelPrices(env) });
  const shelf = createShelf(shipped, env);
  if (config.mode === 'production') await requireOwnApprovals(shelf, consoleStore.content);
  const metrics = createMetrics();

  const simulator =
    movable === undefined
      ? undefined
      : createSimulator({
          env,
          publicUrl: config.publicUrl,
          port: config.port,
          root: projectRoot(),
          clock: movable,
          loopbackOnly: env.SIMULATOR !== 'open',
        });
  const fileStore = createFileStore(core);
  const links = createFileLinks(core.vault.derive('files'), config.publicUrl, clock);
  const files = { read: fileStore.read, link: links.link };
  const adapterList =
    parts.adapters ??
    createChannels({
      env: { ...env, ...simulator?.env },
      publicUrl: config.publicUrl,
      content,
      fetch,
      files,
      webchat: {
        signingKey: core.vault.derive('webchat'),
        root: projectRoot(),
        cacheDir: join(projectRoot(), '.cache'),
        mode: config.mode,
      },
    });
  const adapters = new Map(adapterList.map((adapter) => [adapter.id, adapter]));
  const { zone } = content.hospital;
  const system = calendarSystem(env);
  const remote = system !== undefined;
  const booking = createBookingStore({ ...core, zone, publicUrl: config.publicUrl, remote });
  if (config.mode === 'demo') await takeSampleCalendar(booking, zone);
  await booking.ready();
  const model = createModel({ settings: modelSettings(env), content, clock, log, used: counting(core, clock, log) });
  parts.tidy?.();
  const skills = createSkills(content, model, phonesOf(adapterList), parts.tidy);
  const caregivers = createCaregiverPort(core.db, clock);
  const engine: Engine = {
    clock,
    ids,
    content,
    ...skills,
    ports: (base) => ({ ...skills.ports(base), booking: booking.port(base.conversation), caregivers }),
    ...(parts.dialogs === undefined ? {} : { dialogs: parts.dialogs }),
    adapters,
    host: createHost(),
  };

  const worker = createWorker(
    {
      db: core.db,
      vault: core.vault,
      ledger: core.ledger,
      engine,
      bell,
      log,
      clock,
      addressOf: core.contacts.addressOf,
      ...(parts.at === undefined ? {} : { at: parts.at }),
    },
    ids.next('w'),
  );
  const followUp = createFollowUp({ db: core.db, vault: core.vault, adapters, content, clock, ids, bell, log });
  const loops: Loop[] = [];
  if (config.roles.includes('worker')) loops.push(worker);
  if (config.roles.includes('deliver'))
    loops.push(
      createDispatcher({ db: core.db, vault: core.vault, adapters, bell, log, clock, followUp }, ids.next('d')),
    );
  if (config.roles.includes('schedule'))
    loops.push(createClockwork({ db: core.db, vault: core.vault, bell, log, clock, ids, hospital: content.hospital }));

  if (config.roles.includes('schedule')) loops.push(createBookingLoop({ booking, bell, clock, log }));
  if (config.roles.includes('schedule') && system !== undefined)
    loops.push(createRemote({ ...core, system, horizonDays: booking.horizonDays }));

  const publishing = createPublishing({
    live,
    published: async (now) => publishedFiles(await consoleStore.content.articles.list(), now),
    clock,
    bell,
    log,
  });
  await publishing.once();
  loops.push(publishing);
  if (config.roles.includes('schedule'))
    loops.push(
      createLoop({
        bell,
        clock,
        topic: 'escalation',
        ...createEscalation({ store: consoleStore, clock, content, bell, log }),
        failed: (error) => log.error('escalation.failed', { error: errorName(error) }),
      }),
    );
  const onCall = createOnCall({
    ...core,
    store: createOnCallStore(core.db),
    adapters,
    content,
    publicUrl: config.publicUrl,
    numbers: async () => (await consoleStore.settings.read(clock.now())).onCall,
  });
  if (config.roles.includes('schedule'))
    loops.push(
      createLoop({
        bell,
        clock,
        topic: 'on-call',
        ...onCall,
        failed: (error) => log.error('on_call.failed', { error: errorName(error) }),
      }),
      createLoop({
        bell,
        clock,
        topic: 'retention',
        ...createRetention({ store: consoleStore, clock, log }),
        failed: (error) => log.error('retention.failed', { error: errorName(error) }),
      }),
    );
  const firstAdministrator = await ensureFirstAdministrator({ staff: consoleStore.staff, clock, ids });
  const link = createLinking(core.db, core.contacts, clock);
  const reporting = { db: core.db, vault: core.vault, clock, log, bell, followUp };
  const deps = {
    ...adapterDeps(core),
    receive: async (events: readonly InboundEvent[]) => core.receive(await Promise.all(events.map(link))),
    reports: createReports(reporting),
  };
  const feeding = {
    ...core,
    content,
    country: content.hospital.country,
    channel: phonesOf(adapterList)[0]?.channel,
    conversationOf: core.contacts.conversationOf,
  };
  const routes = [
    ...healthRoutes({ core, content, worker, metrics }),
    ...adapterList.flatMap((adapter) => adapter.routes(deps)),
    ...(simulator?.routes ?? []),
    ...fileRoutes({ files, links, log }),
    ...calendarRoutes(booking),
    ...prescriptionRoutes({
      ...feeding,
      token: env.PRESCRIPTION_TOKEN,
      start: (id, prescription) => startCounselling(core, id, prescription, 'feed'),
    }),
    ...dischargeRoutes({
      ...feeding,
      token: env.DISCHARGE_TOKEN,
      start: (id, discharge) => startDischarge(core, id, discharge),
    }),
    ...createConsole({
      store: consoleStore,
      clock,
      ids,
      log,
      bell,
      content,
      shelf,
      sso: signOn(config, core, env),
      model,
      modelPurposes: modelSettings(env).purposes,
      keyInDataFolder: config.key === undefined,
      publicUrl: config.publicUrl,
      secureCookies: config.publicUrl.startsWith('https:'),
      channels: limitsOf(adapterList),
      files: createFileDesk({
        store: fileStore,
        adapters,
        scan: config.clamdUrl === undefined ? undefined : createClamd(config.clamdUrl),
        message: (id, seq) => messageAt(core.db, core.vault, id, seq),
      }),
      compose: createCompose(adapters),
      templates: (channel, locale) => adapters.get(channel)?.templates?.(locale) ?? [],
    }).routes,
  ];
  const recover = await prepareRecovery({
    adapters: adapterList,
    deps,
    lastHeard: (channel) => lastHeard(core.db, channel),
    log,
  });
  const server = config.roles.includes('web')
    ? await startServer({
        routes,
        sockets: adapterList.flatMap((adapter) => adapter.sockets?.(deps) ?? []),
        log,
        port: config.port,
        host: config.host,
        observed: metrics.observeHttp,
      })
    : undefined;
  for (const loop of loops) loop.start();
  if (server !== undefined) void recover();
  // Reading dates is slow the first time. Warmed when the start is over, so that no patient waits and no start either.
  const warming = config.roles.includes('worker') ? setTimeout(() => void engine.warm?.(), WARM_AFTER_MS) : undefined;
  warming?.unref();

  return {
    core,
    engine,
    content,
    worker,
    port: server?.port ?? 0,
    firstAdministrator,
    async stop() {
      clearTimeout(warming);
      await server?.close();
      await Promise.all(loops.map((loop) => loop.stop()));
      await core.close();
    },
  };
}

/** Use of the model is counted behind the turn's back: no patient waits for a figure. */
function counting(core: Core, clock: Clock, log: Log) {
  const count = createModelUse(core.db, clock);
  return (use: ModelUse) => {
    count(use).catch((error: unknown) => log.warn('model_use.lost', { error: errorName(error) }));
  };
}

/** Single sign-on, where it is set up; its address back is one of ours. */
function signOn(config: Config, core: Core, env: NodeJS.ProcessEnv) {
  const settings = ssoSettings(env);
  if (settings === undefined) return undefined;
  const callback = `${config.publicUrl}${SSO_CALLBACK}`;
  return createSingleSignOn(settings, { callback, key: core.vault.derive('oidc'), clock: core.clock });
}

/** The hospital's own scheduling system, when the settings name one; settings that cannot be used refuse to start. */
function calendarSystem(env: NodeJS.ProcessEnv): CalendarSystem | undefined {
  const read = readFhirSettings(env);
  if (read.state === 'broken') throw new BadSettings(read.problems.join('\n'));
  return read.state === 'ready' ? createFhirSystem(read.settings) : undefined;
}

/** The client is loaded only where there is a Redis. */
async function redisBell(url: string, log: Log): Promise<Bell> {
  const { createRedisBell } = require('./bell/redis') as typeof import('./bell/redis');
  return createRedisBell(url, log);
}

/** Numbers of ours that a patient on the web can go on at. */
function phonesOf(adapters: readonly ChannelAdapter[]) {
  return adapters.flatMap(({ id, number }) => (number === undefined ? [] : [{ channel: id, number }]));
}

function limitsOf(adapters: readonly ChannelAdapter[]): ConsoleDeps['channels'] {
  return Object.fromEntries(
    adapters.map(({ id, limits }) => [
      id,
      {
        text: limits.text,
        ...(limits.windowMs === undefined ? {} : { windowMs: limits.windowMs }),
        ...(limits.files === undefined ? {} : { files: limits.files }),
      },
    ]),
  );
}
