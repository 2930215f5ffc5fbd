/** On what a person has chosen to run. The processor and the hardware that is ready until something is changed. */
import { SvelteMap } from 'svelte/reactivity';
import type { DeviceStatus } from '#core/devices.ts';
import type { SuiteStore } from './suite.svelte.ts';

export class DeviceChoice {
  /** By target: whether it is chosen, where somebody said so. A device may become ready when it is looked for again. */
  readonly #said = new SvelteMap<string, boolean>();
  readonly #suite: SuiteStore;

  readonly #devices = $derived.by(() => this.#suite.suite?.devices ?? []);
  /** All that runs, wherever its work is done. */
  readonly offered = $derived.by(() => this.#devices.filter(({ state }) => state !== 'unavailable'));
  readonly unavailable = $derived.by(() => this.#devices.filter(({ state }) => state === 'unavailable'));
  readonly #chosen = $derived.by(() => this.offered.filter((device) => this.has(device)));
  /** null: nothing is known of devices. */
  readonly chosen = $derived.by(() => (this.#devices.length === 0 ? null : this.#chosen));
  /** How many are chosen; one where nothing is known of devices, since then main decides. */
  readonly count = $derived.by(() => (this.#devices.length === 0 ? 1 : this.#chosen.length));
  /** As a request names them; null: the usual ones. */
  readonly targets = $derived.by(() =>
    this.offered.some((device) => this.has(device) !== isUsual(device))
      ? this.#chosen.map(({ target }) => target)
      : null,
  );

  constructor(suite: SuiteStore) {
    this.#suite = suite;
  }

  has(device: DeviceStatus): boolean {
    return this.#said.get(device.target) ?? isUsual(device);
  }

  toggle(device: DeviceStatus): void {
    this.#said.set(device.target, !this.has(device));
  }

  /**
   * Chooses what a request names, where a provider's bare name is all of its units; null: the usual ones. Returns
   * whether a name stands for something that runs here.
   */
  load(names: readonly string[] | null): (name: string) => boolean {
    const isOf = (name: string, device: DeviceStatus) => name === device.target || name === device.provider;
    this.#said.clear();
    if (names !== null) {
      for (const device of this.#devices) {
        this.#said.set(
          device.target,
          names.some((name) => isOf(name, device)),
        );
      }
    }
    return (name) => this.#devices.length === 0 || this.offered.some((device) => isOf(name, device));
  }
}

/** A browser page runs on the same hardware, for another question: it is never usual. */
function isUsual({ provider, runtime, device, state }: DeviceStatus): boolean {
  return provider === 'cpu' || (state === 'ready' && runtime === 'native' && device !== 'cpu');
}
