/** `{{name}}` of a template with the value escaped for HTML, and `{{{name}}}` as it is. A missing value is a bug. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(
    /\{\{\{(\w+)\}\}\}|\{\{(\w+)\}\}/g,
    (_, raw: string | undefined, name: string | undefined) => {
      const value = values[(raw ?? name)!];
      if (value === undefined) throw new Error(`The page template needs a value for "${raw ?? name}".`);
      return raw === undefined ? escapeHtml(value) : value;
    },
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** JSON for a `<script type="application/json">`: no `<` can end the element early. */
export function inlineJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}

/** `tel:` address of a number as people write it. */
export function tel(number: string): string {
  return `tel:${number.replace(/[^\d+]/g, '')}`;
}
