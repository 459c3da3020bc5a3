/** A piece of an outside document under one heading. */
export interface Section {
  readonly heading: string;
  readonly text: string;
}

/** Sections of a Markdown text: every heading begins one; marks of lists, links and emphasis are taken off. */
export function markdownSections(source: string, fallback: string): Section[] {
  const sections: { heading: string; lines: string[] }[] = [{ heading: fallback, lines: [] }];
  for (const line of source.replace(/^---\n[\s\S]*?\n---\n/, '').split(/\r?\n/)) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line);
    if (heading !== null) sections.push({ heading: plain(heading[1]!), lines: [] });
    else sections.at(-1)!.lines.push(plain(line));
  }
  return sections
    .map(({ heading, lines }) => ({ heading, text: tidy(lines.join('\n')) }))
    .filter((section) => section.text !== '');
}

/** Plain text as sections: a short line without a full stop, alone between empty lines, is taken for a heading. */
export function textSections(source: string, fallback: string): Section[] {
  const blocks = source.split(/\r?\n\s*\r?\n/).map((block) => block.trim());
  const marked = blocks.map((block) =>
    block.length > 0 && block.length <= 80 && !block.includes('\n') && !/[.!?:;,]$/.test(block) ? `# ${block}` : block,
  );
  return markdownSections(marked.join('\n\n'), fallback);
}

function plain(line: string): string {
  return line
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|\*|`)/g, '');
}

function tidy(text: string): string {
  return text
    .replace(/[ \t]+/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
