/** The processor of a Mac: by IOReport, and only where that fails by powermetrics, which needs root. */
import type { ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { probeIoReport } from './ioreport.ts';
import type { openIoReport } from './ioreport-library.ts';
import { probePowermetrics } from './powermetrics.ts';

export async function probeMac(
  environment: MeterEnvironment,
  open?: typeof openIoReport,
): Promise<ProbeResult[]> {
  const found = await probeIoReport(environment, open);
  if (found.every(({ ok }) => ok)) return found;
  return [...found, ...(await probePowermetrics(environment))];
}
