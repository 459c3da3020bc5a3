import type { Field } from '../../../../api/schema/content';

/** Every place of a content file beside what stands there, always as text. */
export function FieldTable({ fields }: { fields: readonly Field[] }) {
  return (
    <dl className="fields">
      {fields.map((field) => (
        <div key={field.path}>
          <dt>{field.path}</dt>
          <dd className="said" dir="auto">
            {field.text}
          </dd>
        </div>
      ))}
    </dl>
  );
}
