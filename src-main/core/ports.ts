/**
 * What the engine needs of the world. Real machines, replays and the simulation implement these,
 * so that one engine serves them all. Times are seconds of one monotonic clock, shared by all
 * processes of the machine (`process.hrtime`), never the wall clock.
 */
import type { Configuration } from './configuration.ts';
import type { WireFault } from './errors.ts';
import type { Ran } from './placement.ts';
import type { Domain, Tier } from './provenance.ts';
import type { Fidelity, Work } from './record/schema.ts';

/** The part of `AbortSignal` that the core needs; core has neither Node's types nor the DOM's. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A person's wish that the run wait. The engine looks at it between rounds, never inside a window. */
export interface PauseSignal {
  readonly asked: boolean;
  /** Resolves when the run is to go on, at once where no pause is asked for, and when `signal` aborts. */
  untilResumed(signal: StopSignal): Promise<void>;
}

export interface Clock {
  /** Seconds on the monotonic clock. */
  nowS(): number;
  /** The date, for labels only; durations never come from it. */
  wallTime(): Date;
  /** Resolves after `durationS`, or at once when the signal aborts (it never rejects). */
  sleep(durationS: number, signal?: StopSignal): Promise<void>;
}

/** Says what a meter is; stored in the record. */
export interface MeterInfo {
  /** Stable id such as `rapl-powercap` or `estimate`. */
  readonly id: string;
  readonly tier: Tier;
  /** What it reports, each separately; nested ones (core in package) are never added. */
  readonly domains: readonly Domain[];
  /** The domains whose sum is the meter's energy: they do not overlap. */
  readonly summed: readonly Domain[];
  /** Where it reads, in words for people, e.g. the sysfs path. */
  readonly source: string;
  /** The one device that it measures, vendor and product as far as they are known; null or absent: no single one. */
  readonly deviceName?: string | null;
  /** Seconds between two updates of the meter, as observed; null where it isn't stepped or not known. */
  readonly updatePeriodS: number | null;
  /** The quantum of which all its figures are multiples, as seen or documented, J; null where not known. */
  readonly resolutionJ: number | null;
  /** The meter's own accuracy class as a ratio of the reading; null where nobody states one. */
  readonly accuracyRatio: number | null;
}

/** Counters at one instant. Values are whole counts of `unitJ`. */
export interface CounterReading {
  readonly atS: number;
  readonly counts: ReadonlyMap<string, bigint>;
}

/** One cumulative register of a counter meter. */
export interface CounterChannel {
  /** Unique within the meter, e.g. `package-0`. */
  readonly id: string;
  readonly domain: Domain;
  /** J per count. */
  readonly unitJ: number;
  /** Number of counts after which the register starts again at 0; null: it never does. */
  readonly rangeCounts: bigint | null;
}

/** A cumulative energy counter: energy is the difference of two readings. */
export interface CounterMeter {
  readonly kind: 'counter';
  readonly info: MeterInfo;
  readonly channels: readonly CounterChannel[];
  /** The most that this meter can possibly deliver, W: proves how often a register can have wrapped. */
  readonly maxPowerW: number;
  /** Rejects with a `Fault` when a channel cannot be read: never a made-up number. */
  read(): Promise<CounterReading>;
  /**
   * Ends what the meter keeps for its readings (a program, an open device). A later read opens it
   * again. Never rejects.
   */
  close?(): Promise<void>;
  /**
   * Moment on the monotonic clock before which the device is not idle though it has no work: probing
   * woke it. The first idle window waits for it.
   */
  readonly awakeAtS?: number;
}

/** A meter of instantaneous or averaged power: energy is its integral over measured times. */
export interface LevelMeter {
  readonly kind: 'level';
  readonly info: MeterInfo;
  read(): Promise<LevelReading>;
  /** As for a counter: ends what is kept for the readings; a later read opens it again. */
  close?(): Promise<void>;
  /** As for a counter: before this moment an idle window would not be idle. */
  readonly awakeAtS?: number;
}

export interface LevelReading {
  readonly atS: number;
  readonly powerW: ReadonlyMap<Domain, number>;
}

/** The last resort: power modelled from the processor time that the workload used. */
export interface EstimateMeter {
  readonly kind: 'estimate';
  readonly info: MeterInfo;
  /** Power in W of the domain `package` when `busyCpus` logical processors are busy with our work. */
  powerW(busyCpus: number): number;
}

export type Meter = CounterMeter | LevelMeter | EstimateMeter;

/** What a probe found: a meter to use, or why not and what to do about it. */
export type ProbeResult =
  | {
      readonly ok: true;
      readonly meter: Meter;
      /** What it showed when it was probed, in words with unit; null for the estimate. */
      readonly lastReading: string | null;
    }
  | {
      readonly ok: false;
      readonly id: string;
      /** What it would give, so that people see what they miss. */
      readonly tier: Tier;
      readonly domains: readonly Domain[];
      readonly fault: WireFault;
      /** Exact, safe, minimal commands that mend it, with how to undo them; null where nothing can. */
      readonly fix: string | null;
    };

/** Conditions of the machine at one instant; `null` is "could not be known". */
export interface Conditions {
  readonly atS: number;
  /** The wall clock at that moment, s: only compared with `atS`, to see a suspend. */
  readonly wallS: number;
  /** Processor time used by all processes since boot, s, over all processors. */
  readonly busyCpuSeconds: number | null;
  /** Of which our own measuring process (not the workers). */
  readonly ownCpuSeconds: number;
  readonly temperatureC: number | null;
  readonly frequencyHz: number | null;
  /** Monotonic count of thermal throttle events. */
  readonly throttleCount: number | null;
  readonly onMains: boolean | null;
}

export interface Host {
  readonly logicalCpus: number;
  conditions(): Promise<Conditions>;
}

/** The app's own window, which costs energy by itself; the command line has none. */
export interface Screen {
  /** Resolves when the window is shown or hidden. */
  setVisible(visible: boolean): Promise<void>;
}

/** What loading a configuration taught us. */
export interface PreparedWorkload {
  /** Which provider executed the nodes, on what, and where the tensors lie. */
  readonly ran: Ran;
  readonly fidelity: Fidelity | null;
  /** SHA-256 of the bytes that the session loaded (the variant's own). */
  readonly variantSha256: string;
}

/** How inferences follow each other while the workload runs. */
export type Pace =
  { readonly kind: 'back-to-back' } | { readonly kind: 'fixed-rate'; readonly ratePerS: number };

/** Everything a worker saw between `start` and `stop`. Times are on the shared monotonic clock. */
export interface WorkTrace {
  /** Start of each inference, s, ascending. */
  readonly startsS: Float64Array;
  /** End of each inference, s, ascending; same length. */
  readonly endsS: Float64Array;
  /** Processor time (user + system) of the worker at moments spread over the trace, ascending. */
  readonly cpuAtS: Float64Array;
  readonly cpuSeconds: Float64Array;
}

/** One configuration in a process of its own. */
export interface Workload {
  readonly configuration: Configuration;
  readonly work: Work;
  /** Loads the session and proves placement, fidelity and task. Rejects with a `Fault`. */
  prepare(signal: StopSignal): Promise<PreparedWorkload>;
  /** Begins to run inferences; resolves when the first has ended. */
  start(pace: Pace): Promise<void>;
  /** Ends after the inference under way; rejects with a `Fault` if the worker died meanwhile. */
  stop(): Promise<WorkTrace>;
  /** Processor time in s that the worker has used so far. */
  cpuSeconds(): Promise<number>;
  /** Ends the process; never rejects. */
  close(): Promise<void>;
}
