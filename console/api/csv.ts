type Cell = string | number | null;

/**
 * Rows as CSV (RFC 4180, with a byte order mark so that Excel reads UTF-8). A cell that a spreadsheet would run as a
 * formula is led by an apostrophe. Source: OWASP "CSV Injection": = + - @ tab and carriage return (not re-read).
 */
export function toCsv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [columns, ...rows].map((row) => row.map(cell).join(','));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

/** Wide forms count too: some spreadsheets read them as the sign. */
const FORMULA = /^\s*[=+\-@|%＝＋－＠]|^[\t\r]/u;

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // Blanks before the sign do not stop a spreadsheet from seeing it.
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}
