import type { Say, Services } from '../../bot/contracts';
import type { Programme, ProgrammeStep } from '../../knowledge/schema/programme';
import { words } from '../../knowledge/search/text';

export function say(name: string, values?: Say['values'], more: Partial<Say> = {}): Say {
  return { type: 'say', wording: `wording/programme.${name}`, ...(values === undefined ? {} : { values }), ...more };
}

export function refOf(programme: Programme, place: string): string {
  return `programme/${programme.id}@${programme.version}#${place}`;
}

export function titleOf(services: Services, programme: Programme): string {
  return services.content.text(refOf(programme, 'title'), services.locale);
}

export function askYesNo(wording: string, values?: Say['values']): Say {
  return {
    type: 'say',
    wording,
    ...(values === undefined ? {} : { values }),
    ask: { kind: 'yesNo', choices: ['yes', 'no'].map((id) => ({ id, label: `wording/programme.choice-${id}` })) },
  };
}

export function askChoice(name: string, ids: readonly string[], values?: Say['values']): Say {
  return say(name, values, {
    ask: { kind: 'choice', choices: ids.map((id) => ({ id, label: `wording/programme.choice-${id}` })) },
  });
}

/** A message of the programme, on its own or as a question whose answer may come days later. */
export function stepSay(services: Services, programme: Programme, step: ProgrammeStep, expiresAt: number): Say {
  const wording = refOf(programme, `steps.${step.id}.text`);
  const outreach: Partial<Say> = {
    purpose: 'programme',
    template: { id: 'programme-step', values: { hospital: services.content.hospital.short_name } },
  };
  if (step.options.length === 0) return { type: 'say', wording, ...outreach };
  return {
    type: 'say',
    wording,
    ...outreach,
    ask: {
      kind: 'choice',
      choices: step.options.map((option) => {
        const synonyms = option.synonyms?.[services.locale === 'es' ? 'es' : 'en'];
        const label = refOf(programme, `steps.${step.id}.options.${option.id}.label`);
        return { id: option.id, label, ...(synonyms === undefined ? {} : { synonyms }) };
      }),
      outlives: {
        dialog: 'programme',
        args: { kind: 'reply', programme: programme.id, version: programme.version, step: step.id },
        about: refOf(programme, 'title'),
        group: programme.id,
        expiresAt,
      },
    },
  };
}

/** Programmes of the content that a person may join. */
export function onOffer(services: Services): readonly Programme[] {
  return services.content.all('programme').filter((one) => one.status !== 'retired' && one.status !== 'draft');
}

/** The programme a sentence names, when it names one only. */
export function named(services: Services, text: string): Programme | undefined {
  const said = ` ${words(text).join(' ')} `;
  const holds = (phrase: string) => said.includes(` ${words(phrase).join(' ')} `);
  const both = ({ en, es }: { en: readonly string[]; es: readonly string[] }) => [...en, ...es];
  const whole = onOffer(services).filter((one) => both(one.join).some(holds));
  if (whole.length === 1) return whole[0];
  const single = onOffer(services).filter((one) => both(one.names).some(holds));
  return single.length === 1 ? single[0] : undefined;
}
