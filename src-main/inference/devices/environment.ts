/** All that the search for devices needs of a machine: a real one, or one that a test describes. */
import type { Fault } from '#core/errors.ts';
import type { GraphicsCard, NeuralProcessor } from '#core/graphics.ts';
import type { Ran } from '#core/placement.ts';
import type { Target } from '#core/providers.ts';

/** What onnxruntime-node lists for this platform. */
export interface Backend {
  readonly name: string;
  /** False: its libraries are not there; they come by a step of their own. */
  readonly installed: boolean;
}

/** A session of the small model that answered rightly. */
export interface TrialRun {
  readonly ran: Ran;
  /** Processor time an inference over that of the CPU provider on one thread; null: it was not compared. */
  readonly cpuRatio: number | null;
}

/** `TrialRun`, or why there was none. */
export type Trial = TrialRun | Fault;

export interface DeviceEnvironment {
  /** As Node names them, e.g. `linux`, `arm64`. */
  readonly platform: string;
  readonly arch: string;
  readonly processor: { readonly model: string | null; readonly vendor: string | null };
  /** Of the native runtime; a `Fault` where it cannot be loaded at all. */
  readonly backends: readonly Backend[] | Fault;
  readonly graphics: readonly GraphicsCard[];
  readonly npus: readonly NeuralProcessor[];
  /** Why no browser page can be opened; null: one can. */
  readonly web: Fault | null;
  /** Runs the small model on the target, in a worker of its own that is gone afterwards. */
  tryTarget(target: Target): Promise<Trial>;
}
