/**
 * What the main process and the measuring process say to each other. Worker processes can be
 * started by main only, so the measuring process asks it for them; the data goes past main, through
 * a message port between the two.
 */
import type { WireFault } from '#core/errors.ts';
import type { RunEvent } from '#core/events.ts';
import type { ImportWishes } from '#core/import-wishes.ts';
import type { ImportReport, InspectedModel } from '#core/imported.ts';
import type { Runtime } from '#core/providers.ts';
import type { RunRecord } from '#core/record/schema.ts';
import type { RunRequest } from '#core/run-request.ts';
import type { Suite } from '#core/suite.ts';
import type { VariantStep, VariantTable } from '#core/variant-table.ts';
import type { VariantRequest } from '#ipc/calls/variants.ts';
import type { Places } from '#runner/places.ts';

/** A measuring process does one job, the first that it is given. */
export type BenchJob =
  | { readonly kind: 'describe'; readonly places: Places; readonly electron: string }
  /** `file`: an ONNX model of a person's own. */
  | { readonly kind: 'inspect'; readonly file: string }
  | {
      readonly kind: 'import';
      readonly places: Places;
      readonly file: string;
      readonly wishes: ImportWishes;
    }
  | { readonly kind: 'variants'; readonly places: Places; readonly request: VariantRequest }
  | {
      readonly kind: 'run';
      readonly places: Places;
      readonly electron: string;
      readonly request: RunRequest;
    };

export type ToBench =
  | BenchJob
  | { readonly kind: 'cancel' }
  /** Between rounds; see engine/run.ts. */
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'screen-is'; readonly visible: boolean }
  /** Carries one port, to the worker. */
  | { readonly kind: 'worker-started'; readonly worker: number }
  | { readonly kind: 'worker-refused'; readonly worker: number; readonly fault: WireFault }
  | { readonly kind: 'worker-exited'; readonly worker: number; readonly reason: string };

const JOBS: Readonly<Record<BenchJob['kind'], true>> = {
  describe: true,
  inspect: true,
  import: true,
  variants: true,
  run: true,
};

export const isJob = (message: ToBench): message is BenchJob => message.kind in JOBS;

export type JobMessage =
  | { readonly kind: 'suite'; readonly suite: Suite }
  | { readonly kind: 'inspected'; readonly model: InspectedModel }
  /** What is being done now. */
  | { readonly kind: 'step'; readonly text: string }
  | { readonly kind: 'imported'; readonly report: ImportReport }
  | { readonly kind: 'variants-step'; readonly step: VariantStep }
  /** So far: what is told is kept, however the job ends. */
  | { readonly kind: 'variants-table'; readonly table: VariantTable }
  | { readonly kind: 'variants-made' }
  | { readonly kind: 'event'; readonly event: RunEvent }
  /** The record was saved; instead of the event `finished`, and also after an interruption. */
  | { readonly kind: 'done'; readonly record: RunRecord }
  | { readonly kind: 'failed'; readonly fault: WireFault };

export type FromBench =
  | JobMessage
  /** `worker` is a number that the measuring process chose and has not used before. */
  | { readonly kind: 'launch-worker'; readonly worker: number; readonly runtime: Runtime }
  | { readonly kind: 'kill-worker'; readonly worker: number }
  /** To measure what the window costs; answered by `screen-is`. */
  | { readonly kind: 'show-screen'; readonly visible: boolean };
