/** Keeps what the loop sees: the times of its inferences, and the processor time spent on them. */
import type { WorkTrace } from '#core/ports.ts';
import { TimeRecorder } from '#core/worker/time-recorder.ts';

/**
 * Processor time is read, and the event loop let in, at most this often, s. Between two readings the time
 * is interpolated. At every 10 ms it took 2 % of a model of 0.1 ms.
 */
const CPU_PERIOD_S = 0.05;

/** Processor time, user and system, of this process with all its threads, s. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export class TraceRecorder extends TimeRecorder {
  #cpuAtS: number[] = [];
  #cpuSeconds: number[] = [];
  #nextCpuS = -Infinity;

  cpuDue(nowS: number): boolean {
    return nowS >= this.#nextCpuS;
  }

  sampleCpu(nowS: number): void {
    this.#cpuAtS.push(nowS);
    this.#cpuSeconds.push(cpuSeconds());
    this.#nextCpuS = nowS + CPU_PERIOD_S;
  }

  trace(): WorkTrace {
    return {
      ...this.times(),
      cpuAtS: Float64Array.from(this.#cpuAtS),
      cpuSeconds: Float64Array.from(this.#cpuSeconds),
    };
  }
}
