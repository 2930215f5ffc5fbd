/** HTML in which text from a file stays text: what is not markup of ours is escaped, without anyone's thinking of it. */

import { plain } from '../terminal.ts';

/** Markup. The tag `markup` makes it, and `trusted` from what is no one's text. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A name longer than this says nothing more, and thousands of them would fill the page. */
const LONGEST = 400;
/** Cut before anything else looks at it. */
const FAR_TOO_LONG = 4 * LONGEST;

/** One line of text without what is not seen, shortened where it is very long. Not escaped yet. */
export function inert(text: string): string {
  const line = plain(text.slice(0, FAR_TOO_LONG).replace(/[\s\uFEFF]+/gu, ' '));
  const signs = [...line];
  if (signs.length <= LONGEST && text.length <= FAR_TOO_LONG) return line;
  return `${signs.slice(0, LONGEST).join('')}…`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return inert(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}

type Part = string | number | Html | readonly Html[];

/**
 * Markup with its parts put in: texts are escaped, for the content of elements and for quoted attributes that hold
 * no address and no code; there are no others on the page.
 */
export function markup(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const filled = parts.map((part) => {
    if (part instanceof Html) return part.text;
    if (typeof part === 'object') return part.map(({ text }) => text).join('');
    return escaped(String(part));
  });
  return new Html(literals.map((literal, index) => literal + (filled[index] ?? '')).join(''));
}

/** Escaped like every other text, but neither shortened nor put in one line: sentences and commands of ours. */
export function longText(text: string): Html {
  return new Html(plain(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? ''));
}

/** For style, script and pictures that this program made; never for text that came from a file. */
export function trusted(text: string): Html {
  return new Html(text);
}

/** A name from the file, set apart so that one written from right to left moves nothing that stands beside it. */
export function named(text: string): Html {
  return markup`<bdi>${text}</bdi>`;
}

export const NOTHING = new Html('');
