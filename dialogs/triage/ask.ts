import type { Choice, Services, TurnEvent } from '../../bot/contracts';
import { questionOf } from '../../knowledge/triage/answers';
import { caseOf, factText } from './case';
import type { TriageState } from './state';
import { NO, NONE, toldTicks, UNSURE, YES } from './understand';

/** Says several texts of the content as one message: a phone shows one bubble, an SMS bill counts one. */
export function together(texts: readonly string[]): TurnEvent & { type: 'say' } {
  return {
    type: 'say',
    wording: 'wording/triage.as-is',
    values: { text: texts.filter((one) => one !== '').join('\n\n') },
  };
}

export function text(ref: string, services: Services, values?: Record<string, string | number>): string {
  return services.content.text(ref, services.locale, values, services.conversation.size);
}

/** Age and sex in one question; only what is not known yet. */
export function askWho(state: TriageState, services: Services, lead: string): TurnEvent[] {
  const about = state.about === undefined || state.about === 'self' ? 'self' : 'other';
  if (state.ageMonths !== undefined) {
    return [
      {
        ...together([lead, text(`wording/triage.who-sex-${about}`, services)]),
        ask: {
          kind: 'choice',
          choices: ['female', 'male', 'unknown'].map((id) => ({ id, label: `wording/triage.sex-${id}` })),
        },
      },
    ];
  }
  const place = state.sex === undefined ? `wording/triage.who-${about}` : `wording/triage.who-age-${about}`;
  return [{ ...together([lead, text(place, services)]), ask: { kind: 'text' } }];
}

/** The open screen: one question of the protocol, or a list of background facts. */
export function askPlaces(state: TriageState, services: Services, lead: string): TurnEvent[] {
  const [first = ''] = state.places;
  if (first.startsWith('fact:')) return askFacts(state, services, lead);
  const run = state.runs[state.current]!;
  const { protocol } = caseOf(run, state, services);
  const question = questionOf(protocol, first)!;
  const place = `protocol/${protocol.id}@${protocol.version}#questions.${question.id}`;
  const hint = question.hint === undefined ? '' : text(`${place}.hint`, services);
  const asked = text(`${place}.text`, services);
  const short = services.conversation.size === 'short';
  if (question.type === 'yes_no') {
    return [{ ...together([lead, asked, hint]), ask: { kind: 'yesNo', choices: yesNoChoices() } }];
  }
  if (question.type === 'number') return [{ ...together([lead, asked, hint]), ask: { kind: 'number' } }];
  const options = question.options.map(
    (option): Choice => ({
      id: option.id,
      label: short
        ? { literal: services.content.text(`${place}.options.${option.id}.label`, services.locale, {}, 'short') }
        : `${place}.options.${option.id}.label`,
    }),
  );
  if (question.type === 'choice') {
    const choices = [...options, unsureChoice()];
    return [{ ...together([lead, asked, hint]), ask: { kind: 'choice', choices } }];
  }
  const told = toldTicks(question.options, state, services.content).map((id) =>
    text(`${place}.options.${id}.label`, services),
  );
  const known = told.length === 0 ? '' : text('wording/triage.told-already', services, { list: told.join(', ') });
  const choices = [
    ...options,
    { id: NONE, label: told.length === 0 ? 'wording/triage.none' : 'wording/triage.no-more' },
    unsureChoice(),
  ];
  return [
    {
      ...together([lead, asked, hint, known, text('wording/triage.tick-help', services)]),
      ask: { kind: 'choice', several: true, choices },
    },
  ];
}

function askFacts(state: TriageState, services: Services, lead: string): TurnEvent[] {
  const ids = state.places.map((place) => place.slice('fact:'.length));
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) {
    return [
      {
        ...together([lead, text(`${factText(only, services)}.text`, services)]),
        ask: { kind: 'yesNo', choices: yesNoChoices() },
      },
    ];
  }
  const who = state.about === undefined || state.about === 'self' ? 'self' : 'other';
  const choices: Choice[] = ids.map((id) => ({
    id,
    label: { literal: text(`${factText(id, services)}.about`, services) },
  }));
  return [
    {
      ...together([lead, text(`wording/triage.facts-${who}`, services), text('wording/triage.tick-help', services)]),
      ask: {
        kind: 'choice',
        several: true,
        choices: [...choices, { id: NONE, label: 'wording/triage.none' }, unsureChoice()],
      },
    },
  ];
}

export function yesNoChoices(): Choice[] {
  return [{ id: YES, label: 'wording/triage.yes' }, { id: NO, label: 'wording/triage.no' }, unsureChoice()];
}

function unsureChoice(): Choice {
  return { id: UNSURE, label: 'wording/triage.unsure' };
}
