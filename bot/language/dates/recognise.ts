import { createRequire } from 'node:module';
import { type Day, dayOf } from './calendar';
import { emptyDraft, type Phrase } from './draft';
import { type DayFact, one, stretch } from './facts';

/** Languages in which the JavaScript recognizers read dates; Portuguese is not among them (tried with 1.3.2). */
const CULTURES: Readonly<Record<string, string>> = { en: 'en-us', es: 'es-es', fr: 'fr-fr' };

interface Found {
  readonly typeName: string;
  readonly resolution?: { readonly values?: readonly Readonly<Record<string, string>>[] };
}
type Recognise = (text: string, culture: string, options: number, reference: Date) => readonly Found[];

export interface Recogniser {
  read(text: string, locale: string, today: Day): Promise<Phrase | undefined>;
  warm(locales: readonly string[]): Promise<void>;
}

/**
 * `@microsoft/recognizers-text-date-time`, loaded when first needed: it costs a second and 3 to 50 ms a phrase. Only what
 * it says of a day or stretch of days ahead is taken, and only when it is sure of one.
 */
export function recogniser(): Recogniser {
  let loaded: Recognise | undefined;
  const load = () => {
    loaded ??= (createRequire(__filename)('@microsoft/recognizers-text-date-time') as { recognizeDateTime: Recognise })
      .recognizeDateTime;
    return loaded;
  };
  return {
    async read(text, locale, today) {
      const culture = CULTURES[locale];
      if (culture === undefined) return undefined;
      const [year, month, day] = today.split('-').map(Number);
      const found = load()(text, culture, 0, new Date(year!, month! - 1, day!, 12));
      const facts = found.flatMap((entity) => factOf(entity, today) ?? []);
      const [fact] = facts;
      return facts.length === 1 && fact !== undefined ? { ...emptyDraft(), days: [{ fact, bound: 'at' }] } : undefined;
    },
    async warm(locales) {
      load();
      for (const locale of locales) {
        // Whoever wrote meanwhile is answered between two of these, each of which takes half a second.
        await new Promise((next) => setImmediate(next));
        const culture = CULTURES[locale];
        if (culture !== undefined) load()('1', culture, 0, new Date(2026, 0, 1));
      }
    },
  };
}

function factOf(entity: Found, today: Day): DayFact | undefined {
  const values = entity.resolution?.values ?? [];
  const days = values.flatMap((value) => dayIn(value.value) ?? []).filter((day) => day >= today);
  if (entity.typeName.endsWith('.date') || entity.typeName.endsWith('.datetime'))
    return days[0] === undefined ? undefined : one(days[0]);
  if (!entity.typeName.endsWith('range')) return undefined;
  const spans = values.flatMap((value) => {
    const [from, to] = [dayIn(value.start), dayIn(value.end)];
    return from === undefined || to === undefined || to < today ? [] : [{ from, to }];
  });
  return spans[0] === undefined ? undefined : stretch(spans[0].from, spans[0].to);
}

function dayIn(value: string | undefined): Day | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(value ?? '');
  return match === null ? undefined : dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
}
