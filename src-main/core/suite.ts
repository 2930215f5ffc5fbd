/** What can be run on this machine, for lists and menus. Plain data. */
import type { Precision, Provider } from './configuration.ts';
import type { MachineFacts, MeterStatus, SoftwareFacts } from './record/schema.ts';

export interface ModelSummary {
  readonly id: string;
  readonly title: string;
  /** What it does, in a few words. */
  readonly task: string;
  /** Where the file comes from: package, version, upstream project. */
  readonly source: string;
  readonly packageLicence: string;
  readonly weightsLicence: string;
  readonly sha256: string;
  readonly precisions: readonly Precision[];
}

export interface Suite {
  readonly models: readonly ModelSummary[];
  readonly providers: readonly Provider[];
  readonly machine: MachineFacts;
  readonly software: SoftwareFacts;
  readonly meters: readonly MeterStatus[];
  /** True when energy comes from a replaced sysfs root: nothing of it can be submitted. */
  readonly synthetic: boolean;
}
