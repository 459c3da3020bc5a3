/** Turns a bot's plain text into HTML: paragraphs, line breaks, and links to call or open. Everything is escaped. */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text) => text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
const escapePattern = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Phone numbers as people write them with an area or country code; dates and doses are none. */
const PHONE = String.raw`\+\d[\d ().-]{6,16}\d|\b1-\d{3}-\d{3}-\d{4}\b|\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b`;
const URL_PATTERN = String.raw`https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)]`;

/** `numbers` are the hospital's own, which may be as short as an emergency number. */
export function createTextRenderer(numbers) {
  const own = [...numbers].sort((a, b) => b.length - a.length).map(escapePattern);
  const known = own.length === 0 ? [] : [String.raw`(?<![\d.,/:+-])(?:${own.join('|')})(?![\d/:]|[.,-]\d)`];
  const links = new RegExp([URL_PATTERN, ...known, PHONE].join('|'), 'g');

  function linkify(text) {
    let html = '';
    let end = 0;
    for (const match of text.matchAll(links)) {
      html += escapeHtml(text.slice(end, match.index)) + link(match[0]);
      end = match.index + match[0].length;
    }
    return html + escapeHtml(text.slice(end));
  }
  /** Each line is a paragraph of its own; a blank line before it makes a wider gap. */
  function renderText(text) {
    let gap = false;
    let html = '';
    for (const line of text.split('\n')) {
      if (line.trim() === '') gap = html !== '';
      else {
        html += `<p${gap ? ' class="gap"' : ''}>${linkify(line)}</p>`;
        gap = false;
      }
    }
    return html;
  }
  return { linkify, renderText };
}

function link(found) {
  if (/^https?:/.test(found))
    return `<a href="${escapeHtml(found)}" target="_blank" rel="noopener noreferrer">${escapeHtml(found)}</a>`;
  return `<a href="tel:${found.replace(/[^\d+]/g, '')}">${escapeHtml(found)}</a>`;
}
