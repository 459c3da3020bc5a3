/**
 * Markdown as WhatsApp formatting: `**bold**` becomes `*bold*`, headings become bold lines, links keep their address.
 */
export function whatsappText(markdown: string): string {
  return markdown
    .replace(/\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g, '$1: $2')
    .replace(/\[([^\]]+)\]\(tel:([^)\s]+)\)/g, '$1: $2')
    .replace(/^#{1,6}\s+(.+)$/gm, '*$1*')
    .replace(/\*\*(?=\S)(.+?)(?<=\S)\*\*/g, '*$1*')
    .replace(/__(?=\S)(.+?)(?<=\S)__/g, '_$1_')
    .trim();
}
