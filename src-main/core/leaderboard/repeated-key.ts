/** Whether a JSON text names a key twice in one object: programs differ in which one counts, and JSON.parse drops one unsaid. */

/** `value` is what `JSON.parse(text)` gave. */
export function hasRepeatedKey(text: string, value: unknown): boolean {
  return !isWrittenPlainly(text, value) && keysWritten(text) !== keysOf(value);
}

/** Most lines are written without a space. */
function isWrittenPlainly(text: string, value: unknown): boolean {
  try {
    return JSON.stringify(value) === text;
  } catch (error) {
    // Data that nests too deep for the stack.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** A whole string, and the colon that makes it a key: outside of strings, JSON has no quotes. */
const STRING = /"(?:[^"\\]|\\.)*"(\s*:)?/gsu;

function keysWritten(text: string): number {
  let count = 0;
  for (const [, colon] of text.matchAll(STRING)) if (colon !== undefined) count += 1;
  return count;
}

function keysOf(value: unknown): number {
  let count = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const each = open.pop();
    if (typeof each !== 'object' || each === null) continue;
    const inside: unknown[] = Object.values(each);
    if (!Array.isArray(each)) count += inside.length;
    for (const part of inside) open.push(part);
  }
  return count;
}
