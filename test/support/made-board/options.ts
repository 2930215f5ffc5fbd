/** What a made board holds. The same options make the same bytes, on every machine. */
export interface BoardOptions {
  /** Submissions; damaged and revoking lines come on top. */
  readonly count: number;
  /** 0 … 2³²−1. */
  readonly seed: number;
  /** How many machines submit. */
  readonly devices: number;
  /** How many models; above the suite's own number they are called `imported-N`. */
  readonly models: number;
  /** True: each machine signs with a key of its own. */
  readonly signed: boolean;
  /** Lines that take a submission back, spread over the file; needs `signed`. */
  readonly revoked: number;
  /** Lines that no reader accepts, spread over the file. */
  readonly damaged: number;
}

export const DEFAULT_BOARD: BoardOptions = {
  count: 1000,
  seed: 1,
  devices: 500,
  models: 12,
  signed: false,
  revoked: 0,
  damaged: 0,
};

/** Submissions of one run: as a person does who compares four configurations of a model. */
export const ROWS_PER_RUN = 4;
