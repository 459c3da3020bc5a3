import { loadContent } from '../../knowledge/load';
import type { ContentLibrary } from '../../knowledge/schema/library';
import type { CaregiverPort, ChannelAdapter, Clock, Ids } from '../contracts';
import { contentPlaces } from '../places';
import { createSkills } from '../skills';
import type { Engine } from '../turn/engine';

/** A clock that only moves when told. */
export function manualClock(start: number): Clock & { advance(ms: number): void; set(at: number): void } {
  let at = start;
  return {
    now: () => at,
    advance(ms) {
      at += ms;
    },
    set(to) {
      at = to;
    },
  };
}

export function countingIds(): Ids {
  let n = 0;
  return {
    next: (prefix) => {
      n += 1;
      return `${prefix}${n}`;
    },
  };
}

/** Channels as a player needs them: only how much fits. */
export const PLAYED_CHANNELS = ['webchat', 'whatsapp', 'sms'] as const;
const SIZES = { webchat: 'rich', whatsapp: 'normal', sms: 'short' } as const;

function playedAdapter(id: (typeof PLAYED_CHANNELS)[number]): ChannelAdapter {
  return {
    id,
    limits: {
      text: 4000,
      buttons: 3,
      buttonLabel: 20,
      listRows: 10,
      listTitle: 24,
      listDescription: 72,
      size: SIZES[id],
      delivery: 'transcript',
    },
    routes: () => [],
    render: () => [],
    send: async () => ({ ok: false, retry: false, code: 'config' }),
  };
}

/** One invitation of a made-up patient, so that a caregiver's side can be played. */
const PLAYED_INVITE: CaregiverPort = { invitedBy: async (code) => (code === 'SATHKDE2' ? 'c_asha' : undefined) };

/** The product's own engine, without database and server, for the terminal player and for transcripts. */
export function localEngine(
  clock: Clock,
  ids: Ids,
  content: ContentLibrary = loadContent(contentPlaces(process.env)),
  more: Partial<Engine> = {},
): Engine {
  const skills = createSkills(content);
  return {
    clock,
    ids,
    content,
    ...skills,
    ports: (base) => ({ ...skills.ports(base), caregivers: PLAYED_INVITE }),
    adapters: new Map(PLAYED_CHANNELS.map((id) => [id, playedAdapter(id)])),
    host: { run: (activity, logic) => logic(activity) },
    ...more,
  };
}
