/** Throttling on a Raspberry Pi: the firmware's bits, from sysfs where the kernel shows them. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { HostTree } from './host-tree.ts';
import { parseThrottled, ThrottledCount } from './throttled-bits.ts';

const PLATFORM = 'devices/platform';
const VCGENCMD = ['/usr/bin/vcgencmd', '/opt/vc/bin/vcgencmd'];
const TIMEOUT_MS = 2000;

/**
 * A reading of the count of throttle events; null on other machines. The firmware's program is asked
 * only where `real`: a made tree stands for another machine.
 */
export async function findPiThrottle(
  tree: HostTree,
  real: boolean,
): Promise<(() => Promise<number | null>) | null> {
  const file = await findFile(tree);
  const program = real && file === null ? VCGENCMD.find((path) => existsSync(path)) : undefined;
  if (file === null && program === undefined) return null;
  const count = new ThrottledCount();
  return async () => {
    const text = file === null ? await ask(program ?? '') : await tree.readText(file);
    const bits = text === null ? null : parseThrottled(text);
    return bits === null ? null : count.seen(bits);
  };
}

/** `soc/soc:firmware/get_throttled`, one folder deeper on newer boards. */
async function findFile(tree: HostTree): Promise<string | null> {
  for (const soc of (await tree.list(PLATFORM)).filter((name) => name.startsWith('soc'))) {
    for (const device of await tree.list(`${PLATFORM}/${soc}`)) {
      if (!device.endsWith(':firmware')) continue;
      const path = `${PLATFORM}/${soc}/${device}/get_throttled`;
      if ((await tree.readText(path)) !== null) return path;
    }
  }
  return null;
}

function ask(program: string): Promise<string | null> {
  const options = { timeout: TIMEOUT_MS, killSignal: 'SIGKILL' as const };
  return new Promise((resolve) => {
    execFile(program, ['get_throttled'], options, (error, stdout) => resolve(error === null ? stdout : null));
  });
}
