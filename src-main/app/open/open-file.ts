/** Finds out what a file is that a person brought, and lets the page ask for it. */
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Fault } from '#core/errors.ts';
import type { Opened } from '#ipc/calls/open.ts';
import { fileFault } from '#disk/file-fault.ts';
import { isAddress } from '#store/leaderboard/sources/fetch-board.ts';
import type { BoardSources } from '../board/board-sources.ts';
import type { RecordShelf } from '../records/record-shelf.ts';
import type { ChosenModels } from './chosen-models.ts';
import { kindByBeginning, kindByName, type FileKind } from './file-kind.ts';

export interface OpeningParts {
  readonly boards: BoardSources;
  readonly chosenModels: ChosenModels;
  readonly records: RecordShelf;
}

/** Enough for the first keys of whatever Joulemark writes. */
const BEGINNING_BYTES = 65_536;

/** `path`: absolute, of a file or folder, or the address of a board. Throws a `Fault` for what Joulemark does not open. */
export async function openFile(
  { boards, chosenModels, records }: OpeningParts,
  path: string,
): Promise<Opened> {
  switch (await kindOf(path)) {
    case 'record':
      return { kind: 'record', key: await records.open(path) };
    case 'model':
      return { kind: 'model', model: chosenModels.add(path) };
    case 'board':
      return { kind: 'board', source: await boards.add(path) };
  }
}

async function kindOf(path: string): Promise<FileKind> {
  if (isAddress(path)) return 'board';
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return 'board';
    const kind = kindByName(basename(path));
    if (kind !== null) return kind;
    const found = stats.isFile() ? kindByBeginning(await beginningOf(path)) : null;
    if (found !== null) return found;
  } catch (cause) {
    throw fileFault('file-unreadable', 'open', path, cause);
  }
  throw new Fault('file-unreadable', `${path} is nothing that Joulemark opens`, {
    remedy:
      'It opens records (.joulemark.json), leaderboards (.jsonl, .ndjson, .parquet, or a folder of them) and models (.onnx).',
  });
}

async function beginningOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(BEGINNING_BYTES), position: 0 });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
