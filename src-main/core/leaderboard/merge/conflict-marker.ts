/** The lines that git puts into a file that it could not merge. They are git's, and not part of a board. */

/** Seven signs, and for all but the middle one mostly a label. No line of JSON begins so. */
const MARKER = /^(?:<{7}(?: .*)?|\|{7}(?: .*)?|={7}|>{7}(?: .*)?)$/;

export function isConflictMarker(text: string): boolean {
  return MARKER.test(text);
}
