/** Names that sync tools give to a second version of a file, beside the first one. */

export interface ConflictName {
  /** Whose way of naming it is. */
  readonly tool: string;
  /** People name files so as well: only the contents tell whether it is a copy. */
  readonly ambiguous: boolean;
}

interface Pattern extends ConflictName {
  /** What stands between the name and its extension. */
  readonly between: RegExp;
}

const DATE = String.raw`\d{4}-\d{2}-\d{2}`;

/** The first that matches names the tool. */
const PATTERNS: readonly Pattern[] = [
  // `board.sync-conflict-20260131-083000-CEIVOCO.jsonl` (docs.syncthing.net, "Understanding Synchronization").
  certain('Syncthing', /^\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]{7})?$/),
  // `board (conflicted copy 2026-01-31 083000).jsonl`, also with a user's name (doc.owncloud.com, "Conflicts").
  certain('Nextcloud or ownCloud', new RegExp(String.raw`^ \(conflicted copy (?:.+ )?${DATE} \d{6}\)$`)),
  // `board_conflict-20260131-083000.jsonl`: ownCloud before 2.5.
  certain('ownCloud', /^_conflict-(?:.+-)?\d{8}-\d{6}$/),
  // `board (Kim's conflicted copy 2026-01-31).jsonl`, a number inside for a second one (help.dropbox.com).
  certain('Dropbox', /^ \((?:.+ )?conflicted copy(?: .+)?\)$/i),
  // `board (Case Conflict).jsonl`: names that differ in capitals, or in how their letters are encoded.
  certain('Dropbox', /^ \((?:Case|Unicode Encoding|Selective Sync) Conflict(?: \d+| \(\d+\))?\)$/),
  // `board (SFConflict kim@example.org 2026-01-31-08-30-00).jsonl` (Seafile, merge.go).
  certain('Seafile', new RegExp(String.raw`^ \(SFConflict .+ ${DATE}-\d{2}-\d{2}-\d{2}\)$`)),
  // `board.Conflict.jsonl`, `board.Conflict2.jsonl` (help.resilio.com, "Conflict files in Sync").
  certain('Resilio Sync', /^(?:\.Conflict\d*)+$/),
  // `board_Kim-PC_Jan-31-083000-2026_Conflict.jsonl` (kb.synology.com, "file conflict on Synology Drive").
  certain('Synology Drive', /^_.+_[A-Z][a-z]{2}-\d{2}-\d{4,6}-\d{4}_[A-Za-z]*Conflict(?:_\d+)?$/),
  // `board [Conflict].jsonl`, `board (conflicted).jsonl`: Google's Backup and Sync; pCloud.
  certain('Google Drive or pCloud', /^ (?:\[conflict(?:ed)?\]|\(conflicted\))(?: ?\(\d+\))?$/i),
  // `board-DESKTOP-AB12CDE.jsonl`: OneDrive adds the computer's name; these are the ones that Windows gives.
  certain('OneDrive', /^-(?:DESKTOP|LAPTOP|WIN)-[A-Z0-9]{5,12}(?:-\d+)?$/),
  // `board-KIMS-PC.jsonl`: the computers that people have named, as Windows writes their names.
  ambiguous('OneDrive', /^-[A-Z0-9][A-Z0-9-]{0,14}$/),
  // `board (1).jsonl`: Google Drive for desktop; OneDrive for uploads; and every browser.
  ambiguous('Google Drive or OneDrive', /^ \(\d{1,3}\)$/),
  // `board 2.jsonl`: iCloud Drive.
  ambiguous('iCloud Drive', /^ \d{1,3}$/),
];

function certain(tool: string, between: RegExp): Pattern {
  return { tool, between, ambiguous: false };
}

function ambiguous(tool: string, between: RegExp): Pattern {
  return { tool, between, ambiguous: true };
}

/** Whether `name` may be a sync tool's other version of `original`, which lies in the same folder; null: it is not. */
export function conflictNameOf(name: string, original: string): ConflictName | null {
  if (name === original) return null;
  const dot = original.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [original.slice(0, dot), original.slice(dot)] : [original, ''];
  const between = strip(name, stem, extension);
  const behind = strip(name, original, '');
  const found = PATTERNS.find(
    (pattern) =>
      (between !== null && pattern.between.test(between)) ||
      (behind !== null && !pattern.ambiguous && pattern.between.test(behind)),
  );
  return found === undefined ? null : { tool: found.tool, ambiguous: found.ambiguous };
}

/** What stands between the two; null: the text has not both. */
function strip(text: string, start: string, end: string): string | null {
  const fits = text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
  return fits ? text.slice(start.length, text.length - end.length) : null;
}
