/** The hospital's locale for what a browser asks for: `es-MX` and `ES` are both `es`. Undefined when there is none. */
export function sameLanguage(locales: readonly string[], asked: string): string | undefined {
  const language = asked.trim().toLowerCase().split('-')[0];
  return locales.find((locale) => locale.toLowerCase().split('-')[0] === language);
}
