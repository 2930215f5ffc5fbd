/** The process that reads leaderboards as main sees it: started when it is needed, ended when it is not. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#core/errors.ts';
import type { Utility, UtilityListener } from '../utility.ts';
import type { BoardAnswers, BoardJob, FromBoard, ToBoard } from './board-messages.ts';

/** What lies open in it (DuckDB, a fetched board) is not kept for a page that nobody looks at. */
const IDLE_MS = 120_000;

export interface ReadingOptions {
  readonly dataDir: string;
  readonly cacheDir: string;
  /** A benchmark is measured: nothing else may use the machine. */
  readonly isMeasuring: () => boolean;
  start(listener: UtilityListener): Utility;
}

interface Process {
  readonly utility: Utility;
  readonly cacheDir: string;
}

interface Asked {
  readonly onLines: (lines: number) => void;
  resolve(answer: unknown): void;
  reject(fault: Fault): void;
}

export class BoardReading {
  readonly #options: ReadingOptions;
  #process: Process | null = null;
  #asked: Asked | null = null;
  #idle: NodeJS.Timeout | null = null;

  constructor(options: ReadingOptions) {
    this.#options = options;
  }

  /** One question at a time: a new one ends the former. Rejects with a `Fault`: what the work throws, interrupted. */
  ask<J extends BoardJob>(
    job: J,
    onLines: (lines: number) => void = () => undefined,
  ): Promise<BoardAnswers[J['kind']]> {
    if (this.#options.isMeasuring()) {
      throw new Fault('run-in-progress', 'A benchmark is running: a board is not read meanwhile.', {
        remedy: 'Wait for the benchmark to end: reading would use the processor that is being measured.',
      });
    }
    if (this.#asked !== null) this.stop();
    const { utility, cacheDir } = (this.#process ??= this.#start());
    this.#stayAwake();
    return new Promise((resolve, reject) => {
      this.#asked = { onLines, resolve: resolve as (answer: unknown) => void, reject };
      utility.post({ job, dataDir: this.#options.dataDir, cacheDir } satisfies ToBoard);
    });
  }

  /** Ends the process at once; what was asked of it fails as interrupted. */
  stop(): void {
    this.#stayAwake();
    const ended = this.#process;
    this.#process = null;
    ended?.utility.kill();
    this.#answer((asked) =>
      asked.reject(
        new Fault('interrupted', 'Reading the board was stopped.', { remedy: 'Nothing was changed.' }),
      ),
    );
  }

  /** As `stop`, for leaving the program: nobody waits for the process to clear up behind itself. */
  leave(): void {
    const cacheDir = this.#process?.cacheDir ?? null;
    this.stop();
    if (cacheDir !== null) rmSync(cacheDir, { recursive: true, force: true });
  }

  #start(): Process {
    const cacheDir = join(this.#options.cacheDir, `board-${randomBytes(6).toString('hex')}`);
    const utility = this.#options.start({
      onMessage: (message) => {
        if (this.#process?.utility === utility) this.#receive(message as FromBoard);
      },
      onExit: (reason) => {
        // Whatever it could not remove itself. On a failure it lies in a cache, which may be cleared.
        rm(cacheDir, { recursive: true, force: true }).catch(() => undefined);
        if (this.#process?.utility !== utility) return;
        this.#process = null;
        const fault = new Fault('query-failed', `The process that reads the board ended (${reason}).`, {
          remedy: 'Read the board again. Nothing in it was changed.',
        });
        this.#answer((asked) => asked.reject(fault));
      },
    });
    return { utility, cacheDir };
  }

  #receive(message: FromBoard): void {
    if (message.kind === 'progress') this.#asked?.onLines(message.lines);
    else if (message.kind === 'done') this.#answer((asked) => asked.resolve(message.answer));
    else this.#answer((asked) => asked.reject(Fault.fromWire(message.fault)));
  }

  #answer(answer: (asked: Asked) => void): void {
    const asked = this.#asked;
    this.#asked = null;
    if (asked !== null) answer(asked);
    if (this.#process === null) return;
    this.#stayAwake();
    this.#idle = setTimeout(() => this.stop(), IDLE_MS);
    this.#idle.unref();
  }

  #stayAwake(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
  }
}
