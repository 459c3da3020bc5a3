/** The sentences of a reviewed text, in order, without list marks. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\n+/)
    .flatMap((line) => line.replace(/^[-*#\s]+/, '').split(/(?<=[.!?])\s+(?=[\p{Lu}¿¡\d])/u))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}
