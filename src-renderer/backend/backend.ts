/** All that the page knows of the rest of the program. */
import type { JoulemarkApi } from '#ipc/contract.ts';

export type Backend = JoulemarkApi;
