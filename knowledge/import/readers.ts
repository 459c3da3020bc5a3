import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { XMLParser } from 'fast-xml-parser';
import mammoth from 'mammoth';
import { type HTMLElement, NodeType, parse as parseHtml } from 'node-html-parser';
import { fromPdf } from './pdf';
import { markdownSections, type Section, textSections } from './sections';

/** What an outside document brings: sections, and where they say they come from. */
export interface Imported {
  readonly title: string;
  readonly link?: string;
  readonly publisher?: string;
  readonly locale?: string;
  readonly sections: readonly Section[];
}

/** Reads a file by its ending. Throws `Error` naming the endings that can be read. */
export async function readDocument(path: string): Promise<Imported[]> {
  const name = basename(path, extname(path));
  switch (extname(path).toLowerCase()) {
    case '.md':
    case '.markdown':
      return [fromMarkdown(await readFile(path, 'utf8'), name)];
    case '.txt':
      return [{ title: name, sections: textSections(await readFile(path, 'utf8'), name) }];
    case '.html':
    case '.htm':
      return [fromHtml(await readFile(path, 'utf8'), name)];
    case '.csv':
      return fromCsv(await readFile(path, 'utf8'));
    case '.docx':
      return [fromHtml((await mammoth.convertToHtml({ path })).value, name)];
    case '.pdf':
      return [await fromPdf(new Uint8Array(await readFile(path)), name)];
    case '.xml':
      return fromMedlinePlus(await readFile(path, 'utf8'));
    default:
      throw new Error(`"${path}" cannot be read; give .md, .txt, .html, .csv, .docx, .pdf or a MedlinePlus .xml.`);
  }
}

/** Named by its first top heading, where it has one. */
export function fromMarkdown(source: string, fallback: string): Imported {
  const title = /^#\s+(.*?)\s*#*$/m.exec(source)?.[1] ?? fallback;
  return { title, sections: markdownSections(source, title) };
}

/** Headings, paragraphs and lists of a page; scripts, menus and footers are left out. */
export function fromHtml(source: string, fallback: string): Imported {
  const root = parseHtml(source);
  for (const useless of root.querySelectorAll('script, style, nav, header, footer, form, noscript')) useless.remove();
  const title = root.querySelector('title')?.text.trim() || root.querySelector('h1')?.text.trim() || fallback;
  const lines: string[] = [];
  const walk = (node: HTMLElement): void => {
    for (const child of node.childNodes) {
      if (child.nodeType !== NodeType.ELEMENT_NODE) continue;
      const element = child as HTMLElement;
      const tag = element.tagName?.toLowerCase() ?? '';
      const text = element.text.replace(/\s+/g, ' ').trim();
      if (/^h[1-6]$/.test(tag)) lines.push(`# ${text}`, '');
      else if (tag === 'li') lines.push(`- ${text}`);
      else if (['p', 'td', 'blockquote', 'dd', 'dt'].includes(tag)) lines.push(text, '');
      else walk(element);
    }
  };
  walk(root);
  const link = root.querySelector('link[rel=canonical]')?.getAttribute('href');
  return { title, ...(link === undefined ? {} : { link }), sections: markdownSections(lines.join('\n'), title) };
}

/** One row one document: columns `title` and `text`, optionally `link`, `publisher`, `locale`. */
export function fromCsv(source: string): Imported[] {
  const rows = parseCsv(source, { columns: true, skip_empty_lines: true, trim: true, bom: true }) as Record<
    string,
    string
  >[];
  return rows.map((row, i) => {
    if (!row.title || !row.text) throw new Error(`Row ${i + 2} needs the columns "title" and "text".`);
    return {
      title: row.title,
      ...(row.link ? { link: row.link } : {}),
      ...(row.publisher ? { publisher: row.publisher } : {}),
      ...(row.locale ? { locale: row.locale } : {}),
      sections: [{ heading: row.title, text: row.text }],
    };
  });
}

/** Health topics of the MedlinePlus XML: `<health-topic title url language><full-summary>`, the summary being HTML. */
export function fromMedlinePlus(source: string): Imported[] {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    isArray: (name) => name === 'health-topic',
  });
  const topics = (parser.parse(source) as { 'health-topics'?: { 'health-topic'?: Record<string, unknown>[] } })[
    'health-topics'
  ]?.['health-topic'];
  if (topics === undefined) throw new Error('This XML has no <health-topics>; give the MedlinePlus health topic file.');
  return topics.map((topic) => {
    const title = String(topic['@title']);
    return {
      title,
      link: String(topic['@url'] ?? ''),
      publisher: 'US National Library of Medicine (MedlinePlus)',
      locale: topic['@language'] === 'Spanish' ? 'es' : 'en',
      sections: fromHtml(`<p></p>${String(topic['full-summary'] ?? '')}`, title).sections,
    };
  });
}
