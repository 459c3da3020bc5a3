import type { Services, TurnEvent } from '../../bot/contracts';
import { medicineKnowledge } from '../../knowledge/medicines';
import { checkDuplicates } from '../../knowledge/medicines/checks/duplicates';
import { checkList, type InteractionHit } from '../../knowledge/medicines/checks/interactions';
import type { Severity } from '../../knowledge/schema/interaction';
import { inLocale, nameOf, pharmacyTask, record, say } from './words';

/** How soon somebody looks: X within the hour, A today, B when there is time; C and N bother nobody. */
const STAFF: Readonly<Record<Severity, 2 | 3 | 4 | undefined>> = { X: 2, A: 3, B: 4, C: undefined, N: undefined };

/** At most this many pairs are spelt out; the rest goes to the pharmacist in one task. */
const SPOKEN = 3;

/** May these be taken together? Curated pairs only; everything else is said to be not checked. */
export function together(services: Services, ids: readonly string[]): { events: TurnEvent[]; unchecked: boolean } {
  const { names } = medicineKnowledge(services.content);
  const { hits, notChecked } = checkList(services.content, names, ids);
  const duplicates = checkDuplicates(services.content, names, ids).filter(
    (one) => one.kind === 'ingredient' || hits.length === 0,
  );
  const events: TurnEvent[] = [];
  for (const hit of hits.slice(0, SPOKEN)) events.push(...spoken(services, hit));
  for (const one of duplicates) {
    const list = one.ids.map((id) => nameOf(services, id)).join(', ');
    events.push(
      one.kind === 'ingredient'
        ? say('same-ingredient', { list, ingredient: nameOf(services, one.shared) })
        : say('same-class', { list, class: className(services, one.shared) }),
      pharmacyTask('medicine-duplicate', 4, `Possible duplicate: ${one.ids.join(' + ')} (${one.shared})`),
    );
  }
  const open = notChecked.filter((pair) => !duplicates.some((one) => pair.every((id) => one.ids.includes(id))));
  for (const [a, b] of open.slice(0, SPOKEN))
    events.push(say('not-checked', { a: nameOf(services, a), b: nameOf(services, b) }));
  events.push(
    record('interaction-check', undefined, {
      medicines: ids,
      hits: hits.map((hit) => ({ ref: hit.ref, severity: hit.severity })),
      notChecked,
    }),
  );
  return { events, unchecked: open.length > 0 };
}

/** One pair: what happens, then what to do; the serious ones first say that this matters, and staff are told. */
function spoken(services: Services, hit: InteractionHit): TurnEvent[] {
  const values = { a: nameOf(services, hit.a), b: nameOf(services, hit.b) };
  const staff = STAFF[hit.severity];
  const heading = hit.interrupts ? 'pair-serious' : hit.severity === 'N' ? 'pair-fine' : 'pair-note';
  return [
    say(heading, values, hit.interrupts ? { safety: true } : {}),
    { type: 'say', wording: `${hit.ref}.why`, ...(hit.interrupts ? { safety: true } : {}) },
    { type: 'say', wording: `${hit.ref}.advice`, ...(hit.interrupts ? { safety: true } : {}) },
    ...(staff === undefined
      ? []
      : [
          {
            ...pharmacyTask(
              'medicine-interaction',
              staff,
              `Asked about ${hit.a} with ${hit.b}: ${hit.severity}. ${inLocale(hit.pair.why, 'en')}`,
            ),
            detail: { pair: hit.ref, severity: hit.severity },
          },
        ]),
  ];
}

function className(services: Services, id: string): string {
  return inLocale(services.content.get('medicine-class', id).names.display, services.locale);
}
