import {
  IconActivity,
  IconBook2,
  IconCalendar,
  IconChartBar,
  IconChecklist,
  IconInbox,
  IconShieldCheck,
  IconSpeakerphone,
  IconUserShield,
  IconUsers,
} from '@tabler/icons-react';
import { type ComponentType, lazy } from 'react';
import type { Words } from './i18n/en';

/** A page of the console: where it is, what it is called, and which permissions (any of them) open it. */
export interface Place {
  readonly to: string;
  readonly label: (words: Words) => string;
  readonly icon: typeof IconInbox;
  readonly anyOf: readonly string[];
  readonly page: ComponentType;
}

const TASKS = ['task.clinical', 'task.pharmacy', 'task.scheduling', 'task.service'];

/**
 * Every page of the rail besides the queue, in its order: a new page is one line. Each loads when somebody goes there,
 * so that the queue opens fast on a ward's old computer. A page gets `to/*` and may have places below its own.
 */
export const PLACES: readonly Place[] = [
  {
    to: '/work',
    label: (w) => w.nav.work,
    icon: IconChecklist,
    anyOf: TASKS,
    page: lazy(() => import('./pages/Work')),
  },
  {
    to: '/visits',
    label: (w) => w.nav.visits,
    icon: IconCalendar,
    anyOf: ['visit.read'],
    page: lazy(() => import('./pages/Visits')),
  },
  {
    to: '/outreach',
    label: (w) => w.nav.outreach,
    icon: IconSpeakerphone,
    anyOf: ['outreach.read'],
    page: lazy(() => import('./pages/Outreach')),
  },
  {
    to: '/insight',
    label: (w) => w.nav.insight,
    icon: IconChartBar,
    anyOf: ['insight.read'],
    page: lazy(() => import('./pages/Insight')),
  },
  {
    to: '/content',
    label: (w) => w.nav.content,
    icon: IconBook2,
    anyOf: ['content.review', 'content.write'],
    page: lazy(() => import('./pages/Content')),
  },
  {
    to: '/privacy',
    label: (w) => w.nav.privacy,
    icon: IconUserShield,
    anyOf: ['privacy.act', 'retention.write'],
    page: lazy(() => import('./pages/Privacy')),
  },
  {
    to: '/people',
    label: (w) => w.nav.people,
    icon: IconUsers,
    anyOf: ['staff.manage'],
    page: lazy(() => import('./pages/People')),
  },
  {
    to: '/operations',
    label: (w) => w.nav.operations,
    icon: IconActivity,
    anyOf: ['operations.read'],
    page: lazy(() => import('./pages/Operations')),
  },
  {
    to: '/audit',
    label: (w) => w.nav.audit,
    icon: IconShieldCheck,
    anyOf: ['audit.read'],
    page: lazy(() => import('./pages/Audit')),
  },
];

export const QUEUE = { to: '/queue', label: (w: Words) => w.nav.queue, icon: IconInbox, anyOf: ['queue.read'] };
