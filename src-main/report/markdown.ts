/** Markdown tables (GitHub's) whose cells are text and nothing else. */

import { plain } from './terminal.ts';

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

/**
 * One line in which no character means anything to Markdown, to HTML or to the places that read more into text:
 * addresses, mentions and numbers of issues do not become links, dollars no formulas.
 */
export function markdownText(text: string): string {
  return (
    plain(text.replace(/[\s\uFEFF]+/gu, ' '))
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(/[\\`*_[\]#|~$]/g, String.raw`\$&`)
      .replace(/#(?=\d)/g, `#${UNSEEN}`)
      // What would become a link by itself. Mentions and addresses are looked for after all escapes are undone, so
      // that only a sign in between helps, which is not seen.
      .replace(/:\/\//g, '&#58;//')
      .replaceAll('@', `@${UNSEEN}`)
      .replace(/\bwww\./gi, `$&${UNSEEN}`)
  );
}

/** A space of no width. */
const UNSEEN = '\u200b';
