/** The neural processors that the system names. That a provider reaches one is for a session to show. */
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { vendorName, type NeuralProcessor } from '#core/graphics.ts';

const LIMIT_MS = 10_000;
/** Windows puts NPUs into this class of devices (Microsoft, "System-defined device setup classes available to vendors"). */
const WINDOWS_QUERY =
  'Get-CimInstance Win32_PnPEntity -Filter "PNPClass=\'ComputeAccelerator\'" | ForEach-Object { $_.Name }';
/** Drivers of Linux's accel subsystem that drive NPUs. */
const LINUX_DRIVERS: Readonly<Record<string, NeuralProcessor>> = {
  intel_vpu: { vendor: 'Intel', name: 'Intel NPU' },
  amdxdna: { vendor: 'AMD', name: 'AMD XDNA NPU' },
};

/** Empty where the system has no word for it. Never rejects: not to know is no fault. */
export async function readNpus(platform: string, cpuModel: string | null): Promise<NeuralProcessor[]> {
  if (platform === 'darwin') return appleNpus(cpuModel);
  if (platform === 'win32') return windowsNpus(await askWindows());
  if (platform === 'linux') return linuxNpus(await readdir('/sys/module').catch(() => []));
  return [];
}

/** Every Apple M processor has one; macOS lists it nowhere. */
export function appleNpus(cpuModel: string | null): NeuralProcessor[] {
  return cpuModel !== null && /^Apple M\d/.test(cpuModel)
    ? [{ vendor: 'Apple', name: `Neural Engine of ${cpuModel}` }]
    : [];
}

/** `stdout`: a name a line. */
export function windowsNpus(stdout: string): NeuralProcessor[] {
  const names = stdout
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return names.map((name) => ({ vendor: vendorName(name), name }));
}

/** `modules`: names of the kernel modules that are loaded. */
export function linuxNpus(modules: readonly string[]): NeuralProcessor[] {
  return modules.flatMap((module) => LINUX_DRIVERS[module] ?? []);
}

async function askWindows(): Promise<string> {
  const args = ['-NoProfile', '-NonInteractive', '-Command', WINDOWS_QUERY];
  const run = promisify(execFile)('powershell.exe', args, { timeout: LIMIT_MS, windowsHide: true });
  return run.then(({ stdout }) => stdout).catch(() => '');
}
