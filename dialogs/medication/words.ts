import type { Choice, Flag, Say, Services, TurnEvent } from '../../bot/contracts';
import { medicineKnowledge } from '../../knowledge/medicines';
import { sectionRefs } from '../../knowledge/medicines/sections';
import type { Medicine, Section } from '../../knowledge/schema/medicine';

/** The card of a medicine; callers have checked that there is one. */
export function card(services: Services, id: string): Medicine {
  return services.content.get('medicine', id);
}

export function hasCard(services: Services, id: string): boolean {
  return services.content.has('medicine', id);
}

/** The name to show: from the card in the patient's language, else as the name list has it. */
export function nameOf(services: Services, id: string): string {
  if (hasCard(services, id)) return inLocale(card(services, id).names.display, services.locale);
  return medicineKnowledge(services.content).names.subjects.get(id)?.name ?? id.replace(/_/g, ' ');
}

export function purposeOf(services: Services, id: string): string {
  return inLocale(card(services, id).purpose_short, services.locale);
}

export function inLocale(text: Readonly<Record<string, string>>, locale: string): string {
  return text[locale] ?? text.en!;
}

export function say(name: string, values?: Say['values'], more: Partial<Say> = {}): Say {
  return { type: 'say', wording: `wording/medication.${name}`, ...(values === undefined ? {} : { values }), ...more };
}

/** A question with choices of the medication wording, labels `choice-<id>`. */
export function ask(name: string, ids: readonly string[], values?: Say['values']): Say {
  return say(name, values, { ask: { kind: 'choice', choices: ids.map(choice) } });
}

export function askYesNo(name: string, values?: Say['values']): Say {
  return say(name, values, { ask: { kind: 'yesNo', choices: ['yes', 'no'].map(choice) } });
}

export function choice(id: string): Choice {
  return { id, label: `wording/medication.choice-${id}` };
}

/** Everything the card says in these sections, sentence by sentence, each with its content reference. */
export function sections(services: Services, id: string, which: readonly Section[], safety = false): Say[] {
  return which.flatMap((section) =>
    sectionRefs(services.content, card(services, id), section).map((wording) => ({
      type: 'say' as const,
      wording,
      ...(safety ? { safety: true } : {}),
    })),
  );
}

/** A task for the pharmacy team. `summary` is for staff and stored encrypted. */
export function pharmacyTask(reason: string, severity: Flag['severity'], summary: string, medicine?: string): Flag {
  return {
    type: 'flag',
    severity,
    reason,
    summary,
    team: 'pharmacy',
    ...(medicine === undefined ? {} : { detail: { medicine } }),
  };
}

/** The version that was read out: a record without it proves nothing. */
export function contentOf(services: Services, id: string): string {
  return `medicine/${id}@${card(services, id).version}`;
}

export function record(kind: string, subject: string | undefined, data: Record<string, unknown>): TurnEvent {
  return { type: 'record', kind, ...(subject === undefined ? {} : { subject }), data };
}
