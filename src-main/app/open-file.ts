/** Finds out what a file is that a person brought, and lets the page ask for it. */
import { extname } from 'node:path';
import type { Opened } from '#ipc/calls/open.ts';
import type { BoardSources } from './board/board-sources.ts';
import type { ChosenModels } from './chosen-models.ts';

export interface OpeningParts {
  readonly boards: BoardSources;
  readonly chosenModels: ChosenModels;
}

/** `path`: absolute, of a file or folder. What it holds is read when the page asks for it. */
export async function openFile({ boards, chosenModels }: OpeningParts, path: string): Promise<Opened> {
  if (extname(path).toLowerCase() === '.onnx') return { kind: 'model', model: chosenModels.add(path) };
  return { kind: 'board', source: await boards.add(path) };
}
