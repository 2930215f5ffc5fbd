/** What this machine has to run models on: one status for each target. Plain data. */
import type { Device, Provider } from './configuration.ts';
import type { WireFault } from './errors.ts';
import type { Adapter, Placement } from './placement.ts';
import type { Runtime } from './providers.ts';

/**
 * `ready`: a session of ours ran on it, and its nodes ran there. `software`: it works, and the processor does
 * the work. `unverified`: it works, and the platform does not say on what. `fell-back`: the session ran, but
 * elsewhere. `unavailable`: it does not work.
 */
export type DeviceState = 'ready' | 'software' | 'unverified' | 'fell-back' | 'unavailable';

export interface DeviceStatus {
  /** As people write it after `--providers`, e.g. `dml:1`. */
  readonly target: string;
  readonly provider: Provider;
  readonly unit: string | null;
  readonly runtime: Runtime;
  /** What it claims to compute on. */
  readonly device: Device;
  readonly state: DeviceState;
  /** Of the adapter that it really got, completed by what the system says of it; null: not known. */
  readonly vendor: string | null;
  readonly name: string | null;
  readonly driver: string | null;
  readonly memoryBytes: number | null;
  readonly adapter: Adapter | null;
  /** Of our tiny model; null: it did not run. */
  readonly placement: Placement | null;
  /** Why it is not `ready`; null where it is. */
  readonly fault: WireFault | null;
  /** Exact commands that mend it, with how to undo them; null where nothing can. */
  readonly fix: string | null;
}
