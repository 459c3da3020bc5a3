import type { Instant, TemplateOffer } from '../../../bot/contracts';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { MessageTemplate, TemplateSource } from '../../../knowledge/schema/message-template';
import type { TemplateChoice } from '../schema/templates';

/** What is known that a template's places may be filled with. */
export interface Fillings {
  readonly hospital: ContentLibrary['hospital'];
  readonly patient: string | null;
  readonly visitAt: Instant | undefined;
}

/** The longest body WhatsApp takes. Source: channels reference C.9. */
const MOST = 1024;

/**
 * Templates that the care team may send by hand, filled in, in the order of their titles; those that cannot be sent come
 * with the reason.
 *
 * @param locale the language the page is read in; the message's own stands in the offer.
 */
export function templateChoices(
  templates: readonly MessageTemplate[],
  offers: readonly TemplateOffer[],
  fillings: Fillings,
  locale: string,
): TemplateChoice[] {
  return offers
    .flatMap((offer): TemplateChoice[] => {
      const template = templates.find((one) => one.id === offer.id);
      if (template?.staff === undefined) return [];
      const { title, values } = template.staff;
      const parameters = template.parameters.map((name) => {
        const { from, edit } = values[name]!;
        return { name, value: filling(from, fillings, offer.locale), edit };
      });
      const unfilled = parameters.some((one) => one.value === '' && !one.edit);
      return [
        {
          id: offer.id,
          title: title[locale] ?? title.en,
          locale: offer.locale,
          text: offer.text,
          buttons: [...offer.buttons],
          parameters,
          refused: offer.refused ?? (unfilled ? 'no_value' : null),
        },
      ];
    })
    .sort((a, b) => a.title.localeCompare(b.title, locale));
}

/** The values a template leaves with, and its text; undefined with the places that are missing, or a text too long. */
export function filledTemplate(
  choice: TemplateChoice,
  given: Readonly<Record<string, string>>,
): { values: Record<string, string>; text: string } | { wrong: string[] } {
  const values: Record<string, string> = {};
  for (const { name, value, edit } of choice.parameters)
    values[name] = (edit ? (given[name] ?? value) : value).replace(/\s+/g, ' ').trim();
  const empty = Object.entries(values).flatMap(([name, value]) => (value === '' ? [name] : []));
  if (empty.length > 0) return { wrong: empty };
  const text = choice.text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
  return text.length > MOST ? { wrong: ['values'] } : { values, text };
}

function filling(from: TemplateSource, { hospital, patient, visitAt }: Fillings, locale: string): string {
  switch (from) {
    case 'hospital':
      return hospital.short_name;
    case 'patient':
      return patient ?? '';
    case 'visit_day':
      return visitAt === undefined ? '' : dayOf(visitAt, locale, hospital.zone);
    case 'nurse_line':
      return hospital.numbers.nurse_line;
    case 'switchboard':
      return hospital.numbers.switchboard;
    case 'sender':
      return '';
  }
}

/** "Tuesday, December 1" in the patient's language and the hospital's zone. */
function dayOf(at: Instant, locale: string, zone: string): string {
  const shown = { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone } as const;
  return new Intl.DateTimeFormat(locale, shown).format(at);
}
