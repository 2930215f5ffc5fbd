/** Markdown tables (GitHub's) whose cells are text and nothing else. */

export type Alignment = 'left' | 'right';

export function markdownTable(
  header: readonly { readonly head: string; readonly align: Alignment }[],
  records: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(header.map(({ head }) => markdownText(head))),
    line(header.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...records.map((cells) => line(cells.map(markdownText))),
    '',
  ].join('\n');
}

/** One line in which no character means anything to Markdown or HTML. */
export function markdownText(text: string): string {
  return (
    text
      .replace(/\s+/gu, ' ')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(/[\\`*_[\]#|~]/g, String.raw`\$&`)
      // What would become a link by itself.
      .replace(/:\/\//g, '&#58;//')
      .replaceAll('@', '&#64;')
      .replace(/\bwww\./gi, '$&\u200b')
  );
}
