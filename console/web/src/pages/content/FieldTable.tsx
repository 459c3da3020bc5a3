import type { Field } from '../../../../api/schema/content';
import { useWords } from '../../i18n';
import { readable } from '../../lib/readable';

/** Every place of a content file beside what stands there, always as text. */
export function FieldTable({ fields }: { fields: readonly Field[] }) {
  const { languageName } = useWords();
  return (
    <dl className="fields">
      {fields.map((field) => (
        <div key={field.path}>
          <dt>{placeName(field.path, languageName)}</dt>
          <dd className="said" dir="auto">
            {field.text}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** `questions.airway.text.en` reads as `questions › airway › text (English)`. */
export function placeName(path: string, languages: Record<string, string>): string {
  const parts = path.split('.');
  const language = languages[parts.at(-1) ?? ''];
  const place = (language === undefined ? parts : parts.slice(0, -1)).map(readable).join(' › ');
  return language === undefined ? place : `${place} (${language})`;
}
