import { join } from 'node:path';
import { z } from 'zod';
import { confirmedLevel, sentence } from '../../../dialogs/emergency';
import { triage } from '../../../dialogs/triage/dialog';
import type { TriageState } from '../../../dialogs/triage/state';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import { factsOf, questionOf } from '../../../knowledge/triage/answers';
import type { PatientFacts, PatientInput, Services, Step, TurnEvent } from '../../contracts';
import { createLanguage } from '../../language';
import { createComplaintReader } from '../../language/complaints/reader';
import { createVisitReader } from '../../language/stories/visit-reader';
import { plainWords } from '../../language/text/clinical-terms';
import { createTriageReader } from '../../language/triage-reader';
import { projectRoot } from '../../places';
import { type Knows, knowsOf, means, replyTo, type Vignette, whoText } from './patient';
import { type CaseResult, proportion, type Report } from './report';
import type { Task } from './tasks';

const vignettes = z.array(
  z.object({
    id: z.string(),
    age: z.union([z.number(), z.string()]),
    sex: z.string(),
    pregnant: z.boolean().optional(),
    opening: z.string(),
    lay: z.string().optional(),
    findings: z.array(z.string()),
    absent: z.array(z.string()).optional(),
    acceptable: z.array(z.string().regex(/^D[0-5]$/)).min(1),
    locale: z.string().optional(),
  }),
);

/** Turns after which a patient gives up: more than the product itself ever asks, which ends by its own bound. */
const MOST_TURNS = 40;

/** What one played case came to. */
export interface Played {
  readonly level: string;
  readonly by: string;
  readonly turns: number;
  readonly protocols: readonly string[];
  readonly log: readonly string[];
}

/** Plays cases against the shipped content, red-flag screen first, as in the product. */
export function createPlayer(content: ContentLibrary, screened = true): (vignette: Vignette) => Promise<Played> {
  const language = createLanguage(content, { intents: () => [], secondLook: { cache: join(projectRoot(), '.cache') } });
  const said = createTriageReader(content);
  const plain = plainWords(content);
  const complaintsLike = createComplaintReader(content, join(projectRoot(), '.cache'));
  const readsLikeVisits = createVisitReader(
    content,
    (text) => language.read(text, 'und', {}),
    join(projectRoot(), '.cache'),
  );
  return async (vignette) => {
    const locale = vignette.locale ?? 'en';
    let facts: PatientFacts = {};
    const services = (): Services => ({
      clock: { now: () => Date.UTC(2027, 0, 11, 15) },
      ids: { next: (prefix) => `${prefix}_1` },
      content,
      language,
      locale,
      facts,
      conversation: { id: 'c_1', channel: 'webchat', size: 'normal', identityProven: false },
      saidInTriage: said,
      complaintsLike,
      readsLikeVisits,
    });
    const read = (text: string) => {
      const reading = language.read(text, locale, {});
      return { mentions: [...reading.mentions, ...said(text, locale)], measures: reading.measures };
    };
    const knows = { ...knowsOf(inPlainWords(vignette, plain.text), read), vignette };
    const log: string[] = [`patient: ${vignette.opening}`];
    const screenOf = (text: string) => {
      if (!screened) return undefined;
      const result = language.screen(language.read(text, locale, facts), { locale, facts, raised: [] });
      const [hit] = result.hits;
      const flag = hit === undefined ? undefined : content.get('red-flag', hit.flag);
      const heard =
        hit !== undefined &&
        // Only spoken of in passing: triage asks on.
        hit.inPassing !== true &&
        (result.outcome === 'fire' ||
          (result.outcome === 'confirm' &&
            confirms(knows, content.text(sentence(flag!, hit.level, 'confirm'), locale), hit.mentions, content)));
      return heard
        ? {
            level: result.outcome === 'fire' ? hit.level : confirmedLevel(flag!, hit.level),
            by: `red-flag/${hit.flag}`,
            turns: result.outcome === 'fire' ? 1 : 2,
          }
        : undefined;
    };
    const danger = screenOf(vignette.opening);
    if (danger !== undefined) return { ...danger, protocols: [], log };

    let step: Step<TriageState> = await triage.start({ text: vignette.opening }, services());
    let state: TriageState | undefined;
    let turns = 1;
    for (; turns < MOST_TURNS; turns++) {
      log.push(...spoken(step.events));
      facts = learnt(facts, step.events);
      if (typeof step.next !== 'object') break;
      // As after a restart: the state is written and read back between turns.
      state = triage.state.parse(JSON.parse(JSON.stringify(step.next)));
      if (state!.at === 'result') break;
      const reply = replyIn(state!, knows, content, locale);
      log.push(`patient: ${reply.text}`);
      if (state!.at === 'else' || state!.at === 'complaint') {
        const danger = screenOf(reply.text);
        if (danger !== undefined)
          return {
            level: danger.level,
            by: danger.by,
            turns: turns + 1,
            protocols: state!.runs.map((run) => run.protocol),
            log,
          };
      }
      step = await triage.step(state!, inputOf(reply, services(), locale), services());
    }
    const outcome = state?.outcome;
    return {
      level: outcome?.level ?? 'none',
      by: outcome === undefined ? `unfinished at ${state?.at ?? 'start'}` : `${outcome.protocol}/${outcome.rule}`,
      turns,
      protocols: state?.runs.map((run) => run.protocol) ?? [],
      log,
    };
  };
}

/** Cases are often written in doctors' words; a patient knows what they mean, and tells them as they are written. */
function inPlainWords(vignette: Vignette, plain: (text: string) => string): Vignette {
  return {
    ...vignette,
    opening: plain(vignette.opening),
    ...(vignette.meant === undefined ? {} : { meant: plain(vignette.meant) }),
    findings: vignette.findings.map(plain),
    ...(vignette.absent === undefined ? {} : { absent: vignette.absent.map(plain) }),
  };
}

function spoken(events: readonly TurnEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.type !== 'say') return [];
    const choices = (event.ask?.choices ?? []).map(
      (choice, at) =>
        `  ${at + 1} ${typeof choice.label === 'string' ? choice.label.split('#').at(-1) : choice.label.literal}`,
    );
    return [`bot: ${String(event.values?.text ?? event.wording)}`, ...choices];
  });
}

/** The confirming question names what it means; the patient says yes when that is so. */
function confirms(
  knows: Knows,
  asked: string,
  found: readonly { concept: string }[],
  content: ContentLibrary,
): boolean {
  const concepts = [...new Set(knows.read(asked).mentions.map((mention) => mention.concept))].filter(
    (concept) => !concept.startsWith('said:'),
  );
  // A question that names nothing the lexicon knows is about what was found.
  if (concepts.length === 0) return found.some((one) => knows.findings.has(one.concept));
  const named = /^(.+?)\s(?:can be|puede|pueden)\b/.exec(asked)?.[1];
  return means(knows, { concepts }, [named ?? asked], content);
}

function learnt(facts: PatientFacts, events: readonly TurnEvent[]): PatientFacts {
  return Object.assign({}, facts, ...events.flatMap((event) => (event.type === 'learn' ? [event.facts] : [])));
}

interface Reply {
  readonly text: string;
  readonly choice?: string | undefined;
  readonly yesNo?: PatientInput['yesNo'];
}

function replyIn(state: TriageState, knows: Knows, content: ContentLibrary, locale: string): Reply {
  if (state.at === 'who') return { text: whoText(knows.vignette) };
  if (state.at === 'complaint') return { text: asSentences(knows.vignette.findings) };
  if (state.at === 'else') {
    const more = knows.vignette.findings.filter((finding) => !/^(no|not|without)\b/i.test(finding));
    return more.length === 0 ? { text: 'no', choice: 'no_more', yesNo: 'no' } : { text: asSentences(more) };
  }
  if (state.at === 'which') {
    const right = state.guesses.find((guess) => {
      const { entry, title, complaint } = content.get('protocol', guess);
      return means(knows, entry, [title[locale] ?? title.en, complaint[locale] ?? complaint.en], content);
    });
    if (state.guesses.length > 1)
      return right === undefined ? { text: 'not sure', yesNo: 'unsure' } : { text: right, choice: right };
    return right !== undefined
      ? { text: 'yes', choice: 'yes', yesNo: 'yes' }
      : { text: 'no', choice: 'no', yesNo: 'no' };
  }
  const [first = ''] = state.places;
  if (first.startsWith('fact:')) return replyToFacts(state, knows, content, locale);
  const run = state.runs[state.current]!;
  const question = questionOf(content.get('protocol', run.protocol, run.version), first)!;
  return replyTo(question, knows, { locale, content });
}

/** One finding after another, as people tell them: what belongs to one must not run into the next. */
function asSentences(findings: readonly string[]): string {
  return findings.map((one) => one.replace(/[.\s]*$/, '.')).join(' ');
}

function replyToFacts(state: TriageState, knows: Knows, content: ContentLibrary, locale: string): Reply {
  const facts = factsOf(content.all('modifier'));
  const yes = state.places.flatMap((place, at) => {
    const fact = facts.get(place.slice(5))!;
    return means(knows, fact, [fact.about[locale] ?? fact.about.en], content) ? [at + 1] : [];
  });
  if (state.places.length === 1)
    return yes.length > 0 ? { text: 'yes', choice: 'yes', yesNo: 'yes' } : { text: 'no', choice: 'no', yesNo: 'no' };
  return yes.length > 0 ? { text: yes.join(' and ') } : { text: 'none of these', choice: 'none_of_these', yesNo: 'no' };
}

function inputOf(reply: Reply, services: Services, locale: string): PatientInput {
  return {
    kind: 'message',
    at: services.clock.now(),
    text: reply.text,
    reading: services.language.read(reply.text, locale, services.facts),
    intents: [],
    attachments: [],
    ...(reply.yesNo === undefined ? {} : { yesNo: reply.yesNo }),
    ...(reply.choice === undefined ? {} : { choice: { promptId: 'q_1', id: reply.choice, how: 'label' } }),
  };
}

/** Words people put around a story to make it small; they must not lower anything. */
const MINIMISERS = {
  en: [
    (text: string) => `It is probably nothing, but ${lower(text)}`,
    (text: string) => `${text}. My husband says I am overreacting`,
    (text: string) => `I do not want to bother anyone. ${text}. I am sure it will pass`,
    (text: string) => `${text}, I can't really afford a doctor though`,
  ],
  es: [
    (text: string) => `Seguro no es nada, pero ${lower(text)}`,
    (text: string) => `${text}. Mi esposo dice que exagero`,
    (text: string) => `No quiero molestar a nadie. ${text}. Seguro que se me pasa`,
    (text: string) => `${text}, aunque la verdad no me alcanza para pagar un médico`,
  ],
} as const;

/** The same case told smaller, misspelt, or in lay words. Asked later, the patient knows what the first words meant. */
export const VARIANTS: Readonly<
  Record<string, (vignette: Vignette & { lay?: string | undefined }, at: number) => Vignette>
> = {
  minimised: (one, at) => {
    const minimisers = MINIMISERS[one.locale === 'es' ? 'es' : 'en'];
    return { ...one, meant: one.opening, opening: minimisers[at % minimisers.length]!(one.opening) };
  },
  misspelt: (one) => ({ ...one, meant: one.opening, opening: misspelt(one.opening) }),
  lay: (one) => ({ ...one, meant: one.opening, opening: one.lay ?? one.opening }),
};

function lower(text: string): string {
  return /^I\b/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** Swaps or drops one letter inside every third longer word; the same text always gives the same mistakes. */
export function misspelt(text: string): string {
  let longer = 0;
  return text.replace(/[a-z]{5,}/gi, (word) => {
    longer += 1;
    if (longer % 3 !== 1) return word;
    const at = 2 + (word.length % 2);
    return longer % 2 === 0
      ? word.slice(0, at) + word.slice(at + 1)
      : word.slice(0, at - 1) + word[at]! + word[at - 1]! + word.slice(at + 1);
  });
}

function score(cases: readonly { vignette: Vignette; played: Played }[]) {
  const best = (one: Vignette) => [...one.acceptable].sort()[0]!;
  const worst = (one: Vignette) => [...one.acceptable].sort().at(-1)!;
  const right = cases.filter(({ vignette, played }) => vignette.acceptable.includes(played.level));
  const safe = cases.filter(({ vignette, played }) => played.level !== 'none' && played.level <= worst(vignette));
  const home = cases.filter(({ vignette }) => worst(vignette) === 'D5');
  const levels = ['D0', 'D1', 'D2', 'D3', 'D4', 'D5'];
  return {
    accuracy: proportion(right.length, cases.length),
    at_or_above: proportion(safe.length, cases.length),
    self_care: proportion(
      home.filter(({ vignette, played }) => vignette.acceptable.includes(played.level)).length,
      home.length,
    ),
    per_level: Object.fromEntries(
      levels.map((level) => {
        const of = cases.filter(({ vignette }) => best(vignette) === level);
        return [
          level,
          proportion(of.filter(({ vignette, played }) => vignette.acceptable.includes(played.level)).length, of.length),
        ];
      }),
    ),
    questions: mean(cases.map(({ played }) => played.turns)),
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.round((values.reduce((sum, one) => sum + one, 0) / values.length) * 10) / 10;
}

export const vignetteTask: Task = {
  name: 'vignettes',
  shipped: [
    'tune',
    'held',
    'later-tune',
    'later-held',
    'panel-tune',
    'panel-held',
    'strangers-tune',
    'strangers-held',
    'strangers-2-tune',
    'strangers-2-held',
    'strangers-3-tune',
    'strangers-3-held',
    'exam-tune',
    'exam-held',
    'everyday-tune',
    'everyday-2-tune',
    'everyday-3-tune',
    'everyday-4-tune',
  ].map((set) => `vignettes/${set}.json`),
  async run(cases, content): Promise<Report> {
    const given = vignettes.parse(cases) as (Vignette & { lay?: string })[];
    const play = createPlayer(content);
    const played: { vignette: Vignette; played: Played }[] = [];
    for (const vignette of given) played.push({ vignette, played: await play(vignette) });
    const main = score(played);
    const variants: Record<string, unknown> = {};
    const withLay = given.some((one) => one.lay !== undefined);
    for (const [name, change] of Object.entries(withLay ? VARIANTS : {})) {
      const changed: { vignette: Vignette; played: Played }[] = [];
      for (const [at, vignette] of given.entries()) {
        const other = change(vignette, at);
        changed.push({ vignette: other, played: await play(other) });
      }
      const scored = score(changed);
      variants[`${name}_accuracy`] = scored.accuracy;
      variants[`${name}_at_or_above`] = scored.at_or_above;
      variants[`${name}_lost_points`] = Math.round((main.accuracy.share - scored.accuracy.share) * 1000) / 10;
      variants[`${name}_lost_safety_points`] =
        Math.round((main.at_or_above.share - scored.at_or_above.share) * 1000) / 10;
      variants[`${name}_below`] = changed
        .filter((one) => one.played.level === 'none' || one.played.level > [...one.vignette.acceptable].sort().at(-1)!)
        .map((one) => `${one.vignette.id}:${one.played.level}`);
    }
    return { summary: { cases: given.length, ...main, ...variants }, results: played.map(resultOf) };
  },
};

function resultOf({ vignette, played }: { vignette: Vignette; played: Played }): CaseResult {
  return {
    id: vignette.id,
    expected: vignette.acceptable,
    got: played.level,
    pass: vignette.acceptable.includes(played.level),
    detail: { by: played.by, turns: played.turns, protocols: played.protocols },
  };
}
