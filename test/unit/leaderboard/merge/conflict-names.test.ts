import { describe, expect, it } from 'vitest';
import { conflictNameOf } from '#core/leaderboard/merge/conflict-names.ts';

describe('conflictNameOf', () => {
  it.each([
    ['board.sync-conflict-20260131-083000-CEIVOCO.jsonl', 'Syncthing'],
    ['board (conflicted copy 2026-01-31 083000).jsonl', 'Nextcloud or ownCloud'],
    ['board (conflicted copy Kim 2026-01-31 083000).jsonl', 'Nextcloud or ownCloud'],
    ['board_conflict-20260131-083000.jsonl', 'ownCloud'],
    ["board (Kim's conflicted copy 2026-01-31).jsonl", 'Dropbox'],
    ["board (KIM-PC's conflicted copy 2026-01-31 (1)).jsonl", 'Dropbox'],
    ['board (Case Conflict).jsonl', 'Dropbox'],
    ['board (Case Conflict 1).jsonl', 'Dropbox'],
    ['board (SFConflict kim@example.org 2026-01-31-08-30-00).jsonl', 'Seafile'],
    ['board.jsonl (SFConflict kim@example.org 2026-01-31-08-30-00)', 'Seafile'],
    ['board.Conflict.jsonl', 'Resilio Sync'],
    ['board.Conflict2.jsonl', 'Resilio Sync'],
    ['board_Kim-PC_Jan-31-0830-2026_Conflict.jsonl', 'Synology Drive'],
    ['board_Kim-PC_Jan-31-0830-2026_CaseConflict_1.jsonl', 'Synology Drive'],
    ['board [Conflict].jsonl', 'Google Drive or pCloud'],
    ['board (conflicted).jsonl', 'Google Drive or pCloud'],
    ['board-DESKTOP-AB12CDE.jsonl', 'OneDrive'],
    ['board-LAPTOP-AB12CDEF-2.jsonl', 'OneDrive'],
  ])('knows %s as one of %s', (name, tool) => {
    expect(conflictNameOf(name, 'board.jsonl')).toEqual({ tool, ambiguous: false });
  });

  it.each([
    ['board-KIMS-PC.jsonl', 'OneDrive'],
    ['board (1).jsonl', 'Google Drive or OneDrive'],
    ['board 2.jsonl', 'iCloud Drive'],
  ])('takes %s for one of %s only by what it holds', (name, tool) => {
    expect(conflictNameOf(name, 'board.jsonl')).toEqual({ tool, ambiguous: true });
  });

  it.each([
    'board.jsonl',
    'board.jsonl.lock',
    'board-private.jsonl',
    'board2.jsonl',
    'boards (1).jsonl',
    'other (1).jsonl',
    'board (1).json',
    'board (draft).jsonl',
    'board.jsonl (1)',
    '.board.jsonl.1a2b3c.joulemark-new',
    'board',
  ])('does not take %s', (name) => {
    expect(conflictNameOf(name, 'board.jsonl')).toBeNull();
  });

  it('knows the copies of a file without an extension, and of one with two', () => {
    expect(conflictNameOf('board (1)', 'board')).toMatchObject({ tool: 'Google Drive or OneDrive' });
    expect(conflictNameOf('team.board 2.jsonl', 'team.board.jsonl')).toMatchObject({ tool: 'iCloud Drive' });
    expect(conflictNameOf('.board (1)', '.board')).toMatchObject({ ambiguous: true });
  });
});
