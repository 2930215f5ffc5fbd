/** Greedy decoding of a connectionist temporal classification (Graves et al. 2006). */

/** Index of the class "nothing here" in PP-OCR's recognisers. */
const BLANK = 0;

/**
 * The text of one line.
 *
 * @param scores steps × classes, row by row
 * @param characters of the classes 1, 2, …; class 0 is the blank
 */
export function decodeCtc(scores: Float32Array, classes: number, characters: readonly string[]): string {
  let text = '';
  let previous = BLANK;
  for (let start = 0; start + classes <= scores.length; start += classes) {
    const best = indexOfLargest(scores, start, classes);
    // A class that goes on is one character; the same character twice has a blank between.
    if (best !== BLANK && best !== previous) text += characters[best - 1] ?? '\ufffd';
    previous = best;
  }
  return text;
}

function indexOfLargest(values: Float32Array, start: number, count: number): number {
  let best = 0;
  let largest = -Infinity;
  for (let i = 0; i < count; i += 1) {
    const value = values[start + i] ?? -Infinity;
    if (value > largest) [best, largest] = [i, value];
  }
  return best;
}

/** PP-OCR's dictionary file has one character a line; its recognisers add a space as the last class. */
export function readDictionary(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  if (lines.at(-1) === '') lines.pop();
  return [...lines, ' '];
}
