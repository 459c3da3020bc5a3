import type { Imported } from './readers';
import { textSections } from './sections';

/** A piece of text on a page, with where it stands: PDF units, y grows upwards. */
export interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** Lines whose distance is more than this many line heights begin a new paragraph. */
const PARAGRAPH_GAP = 1.6;

/**
 * The text of a PDF as sections. Lines are put together from the pieces' places, paragraphs from the gaps between lines;
 * page numbers and lines that stand on every page are left out. A scanned PDF holds pictures, not text: it is refused.
 * @throws Error saying what to do when the file is no PDF, is locked with a password, or holds no text.
 */
export async function fromPdf(bytes: Uint8Array, fallback: string): Promise<Imported> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  // No fonts are drawn and no script of the file is run: only the words are wanted.
  const opening = getDocument({ data: bytes, disableFontFace: true, isEvalSupported: false, verbosity: 0 });
  try {
    const pdf = await opening.promise.catch((error: Error) => {
      throw new Error(
        error.name === 'PasswordException'
          ? `"${fallback}" is locked with a password; save it without one and import it again.`
          : `"${fallback}" is not a PDF that can be read; open it and save it again as PDF, or give its text as .txt.`,
      );
    });
    const pages: Piece[][] = [];
    for (let number = 1; number <= pdf.numPages; number++) {
      const content = await (await pdf.getPage(number)).getTextContent();
      pages.push(
        content.items.flatMap((item) =>
          'str' in item && item.str.trim() !== ''
            ? [{ text: item.str, x: item.transform[4] as number, y: item.transform[5] as number, height: item.height }]
            : [],
        ),
      );
    }
    const text = textOfPages(pages);
    if (text === '')
      throw new Error(`"${fallback}" holds pictures of pages, not text; run text recognition on it first.`);
    const info = (await pdf.getMetadata()).info as { Title?: string } | undefined;
    const title = info?.Title?.trim() || fallback;
    return { title, sections: textSections(text, title) };
  } finally {
    await opening.destroy();
  }
}

/** Pages of pieces as one text: paragraphs between empty lines. */
export function textOfPages(pages: readonly (readonly Piece[])[]): string {
  const lines = pages.map(linesOf);
  const furniture = repeated(lines.map((page) => page.map((line) => line.text)));
  return lines
    .map((page) => paragraphs(page.filter((line) => !furniture.has(line.text) && !/^\d{1,4}$/.test(line.text))))
    .filter((page) => page !== '')
    .join('\n\n');
}

interface Line {
  readonly text: string;
  readonly y: number;
  readonly height: number;
}

/** Pieces at about the same height are one line, left to right. */
function linesOf(pieces: readonly Piece[]): Line[] {
  const rows: { y: number; height: number; pieces: Piece[] }[] = [];
  for (const piece of pieces) {
    const row = rows.find((one) => Math.abs(one.y - piece.y) <= Math.max(2, piece.height * 0.4));
    if (row === undefined) rows.push({ y: piece.y, height: piece.height, pieces: [piece] });
    else row.pieces.push(piece);
  }
  return rows
    .sort((a, b) => b.y - a.y)
    .map(({ y, height, pieces: row }) => ({
      text: row
        .sort((a, b) => a.x - b.x)
        .map((piece) => piece.text)
        .join(' ')
        .replace(/\s+/g, ' ')
        .trim(),
      y,
      height,
    }));
}

/** Heads and feet: lines that stand on every one of at least three pages. */
function repeated(pages: readonly (readonly string[])[]): ReadonlySet<string> {
  if (pages.length < 3) return new Set();
  const [first = [], ...rest] = pages;
  return new Set(first.filter((line) => rest.every((page) => page.includes(line))));
}

function paragraphs(lines: readonly Line[]): string {
  let out = '';
  lines.forEach((line, i) => {
    const before = lines[i - 1];
    if (before === undefined) out = line.text;
    else if (before.y - line.y > PARAGRAPH_GAP * Math.max(before.height, line.height, 1)) out += `\n\n${line.text}`;
    // A word cut at the line's end is put together again.
    else
      out = /\p{L}-$/u.test(out) && /^\p{Ll}/u.test(line.text) ? out.slice(0, -1) + line.text : `${out} ${line.text}`;
  });
  return out;
}
