/** Files that the system gives the app: at its start, by a second start, or (macOS) by an event at any time. */
import { app } from 'electron';
import { fileArguments } from './file-arguments.ts';

export class FilesFromOutside {
  /** What came before there was anybody to take it. */
  readonly #early: string[] = [];
  #take: ((paths: readonly string[]) => void) | null = null;

  /** Made before the app is ready: macOS does not wait with its event. */
  constructor() {
    const appFolder = app.isPackaged ? null : app.getAppPath();
    this.#add(fileArguments({ argv: process.argv, cwd: process.cwd(), appFolder }));
    app.on('second-instance', (_event, argv, cwd) => this.#add(fileArguments({ argv, cwd, appFolder })));
    app.on('open-file', (event, path) => {
      event.preventDefault();
      this.#add([path]);
    });
  }

  deliverTo(take: (paths: readonly string[]) => void): void {
    this.#take = take;
    this.#add(this.#early.splice(0));
  }

  #add(paths: readonly string[]): void {
    if (paths.length === 0) return;
    if (this.#take === null) this.#early.push(...paths);
    else this.#take(paths);
  }
}
