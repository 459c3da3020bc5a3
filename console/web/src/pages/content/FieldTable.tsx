import { placeName } from '../../../../../knowledge/review/places';
import type { Field } from '../../../../api/schema/content';
import { useI18n } from '../../i18n';
import { own } from '../../lib/readable';

/** Every place of a content file beside what stands there, always as text. */
export function FieldTable({ fields }: { fields: readonly Field[] }) {
  const { locale, words } = useI18n();
  return (
    <dl className="fields">
      {fields.map((field) => (
        <div key={field.path}>
          <dt>{placeName(field.path, locale)}</dt>
          <dd className="said" dir="auto">
            {own(words.trail.yesNo, field.text) ?? field.text}
          </dd>
        </div>
      ))}
    </dl>
  );
}
