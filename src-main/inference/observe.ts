/** Observes a model's values in a worker of its own: what static quantization is calibrated on. */
import { HISTOGRAM_BINS, Observations } from '#core/calibration/observed.ts';
import type { ObserveValues } from '#core/calibration.ts';
import { Fault } from '#core/errors.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import { PLAIN_CPU } from './plain-cpu.ts';
import { createClient } from './worker/client.ts';

const NOT_FINITE = { min: NaN, max: NaN };

/**
 * Two passes over the feeds where histograms are wanted, since their bins lie between the extremes. One
 * thread, so that the order of additions, and with it the last bits, is always the same. The worker is gone
 * when the promise settles; it rejects with the worker's `Fault`, which names `modelId`.
 */
export function observeValues(launch: WorkerLauncher, modelId: string): ObserveValues {
  return async (model, points, feeds, { histograms }) => {
    const client = createClient(await launch());
    try {
      const { path, sha256, dataFiles } = model;
      await client.call('load', {
        ...{ path, sha256, dataFiles: [...dataFiles] },
        ...PLAIN_CPU,
      });
      const observations = new Observations();
      for (const each of feeds) {
        const seen = await client.call('extremes', { feeds: each, points: [...points] });
        for (const [name, extremes] of Object.entries(seen)) {
          observations.addExtremes(name, extremes ?? NOT_FINITE);
        }
      }
      const ranges = observations.ranges();
      if (!histograms || Object.keys(ranges).length === 0) return observations.calibration();
      for (const each of feeds) {
        const counted = await client.call('histograms', { feeds: each, ranges, bins: HISTOGRAM_BINS });
        for (const [name, counts] of Object.entries(counted)) observations.addCounts(name, counts);
      }
      return observations.calibration();
    } catch (cause) {
      if (!(cause instanceof Fault)) throw cause;
      throw new Fault(cause.code, `Calibrating ${modelId}: ${cause.message}`, {
        cause,
        remedy: cause.remedy,
      });
    } finally {
      await client.close(new Fault('interrupted', 'The worker was closed.'));
    }
  };
}
