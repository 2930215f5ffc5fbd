/** Model files, and files or folders of inputs, that a person chose in this session. The page knows them by ids and names; paths stay here. */
import { basename } from 'node:path';
import { Fault } from '#core/errors.ts';
import type { ChosenModel } from '#ipc/calls/models.ts';
import { pathId } from '../path-id.ts';

export class ChosenModels {
  readonly #paths = new Map<string, string>();

  add(path: string): ChosenModel {
    const id = pathId(path);
    this.#paths.set(id, path);
    return { id, name: basename(path) };
  }

  /** Throws a `Fault` for an id that nobody was given. */
  pathOf(id: string): string {
    const path = this.#paths.get(id);
    if (path !== undefined) return path;
    throw new Fault('wrong-usage', 'This file is not known any more.', { remedy: 'Choose it again.' });
  }
}
