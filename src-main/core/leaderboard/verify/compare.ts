/** Whether a number that a line states is the one that follows from the line. */

/**
 * The same code gives the same bits; another implementation may add in another order. Sums of some hundred
 * terms then differ by some 1e-14 of their largest term, so that this is wide and still far below any figure shown.
 */
export const TOLERANCE_RATIO = 1e-9;

/** `scale`: the size of what was subtracted to get there, where that is more than the result. */
export function isClose(a: number, b: number, scale = 0): boolean {
  return Math.abs(a - b) <= TOLERANCE_RATIO * Math.max(Math.abs(a), Math.abs(b), Math.abs(scale));
}

type Figure = number | null;

/** A sentence where the two differ; empty where they agree. null agrees with null alone. */
export function differs(name: string, stated: Figure, follows: Figure, scale = 0): string[] {
  if (stated === null || follows === null) {
    return stated === follows ? [] : [notSo(name, figure(stated), figure(follows))];
  }
  return isClose(stated, follows, scale) ? [] : [notSo(name, figure(stated), figure(follows))];
}

/** For what is no number. */
export function differsText(name: string, stated: string, follows: string): string[] {
  return stated === follows ? [] : [notSo(name, quoted(stated), quoted(follows))];
}

function notSo(name: string, stated: string, follows: string): string {
  return `${name} is ${stated}, but ${follows} follows from the rest of the line`;
}

/** As many digits as tell two figures apart that `isClose` does. */
export function figure(value: Figure): string {
  return value === null ? 'null' : String(Number(value.toPrecision(10)));
}

/** What comes from a file is shortened and escaped before people see it. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}
