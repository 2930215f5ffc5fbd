/** What a page's process and the GPU process, which works for it, use. */
import { app, type ProcessMetric, type WebContents } from 'electron';
import { Fault } from '#core/errors.ts';
import { CpuTotal } from './cpu-total.ts';

export interface Usage {
  /** Processor time of the page's process and the GPU process since the page was opened, s. */
  readonly cpuSeconds: number;
  /** Working set of the page's process; null: the process is gone. */
  readonly memoryBytes: number | null;
}

/** On Linux the system counts processor time in steps of 10 ms. Throws a `Fault` where it does not tell. */
export function usageOf(contents: WebContents): () => Usage {
  const total = new CpuTotal();
  return () => {
    const pid = contents.isDestroyed() ? null : contents.getOSProcessId();
    const metrics = app.getAppMetrics();
    const page = metrics.find((metric) => metric.pid === pid);
    const ours = metrics.filter((metric) => metric === page || metric.type === 'GPU');
    return {
      cpuSeconds: total.add(new Map(ours.map((metric) => [metric.pid, secondsOf(metric)]))),
      memoryBytes: page === undefined ? null : page.memory.workingSetSize * 1024,
    };
  };
}

function secondsOf({ pid, cpu: { cumulativeCPUUsage } }: ProcessMetric): number {
  if (cumulativeCPUUsage !== undefined) return cumulativeCPUUsage;
  throw new Fault('internal', `Electron does not tell the processor time of process ${pid}.`);
}
