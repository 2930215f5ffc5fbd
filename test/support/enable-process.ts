/**
 * A program that adds or removes the provider libraries, and stops for good at one step of its progress: it prints `here`
 * and waits to be killed. An entry for `buildEntry`; arguments: enable or disable, the places as JSON, the feed, and the
 * step, such as `install:0`, the first of that stage (absent: it runs to its end). With JOULEMARK_TEST_WAIT=open it goes on at the step; Ctrl-C stops it as
 * it stops the command line.
 */
import { toWireFault } from '#core/errors.ts';
import type { Places } from '#runner/places.ts';
import { disableProvider } from '#runner/provider-files/disable.ts';
import { enableProvider } from '#runner/provider-files/enable.ts';
import type { FilesProgress } from '#runner/provider-files/progress.ts';

const [action, places = '', feed = '', step] = process.argv.slice(2);
const controller = new AbortController();
process.once('SIGINT', () => controller.abort());
const steps: Record<string, number> = {};

function onProgress({ stage }: FilesProgress): void {
  const count = steps[stage] ?? 0;
  steps[stage] = count + 1;
  if (`${stage}:${count}` !== step) return;
  process.stdout.write('here\n');
  if (process.env['JOULEMARK_TEST_WAIT'] === 'open') return;
  // Nothing of this process goes on, not even what was under way.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const common = {
  places: JSON.parse(places) as Places,
  platform: 'linux/x64',
  env: {},
  signal: controller.signal,
};
try {
  if (action === 'enable') {
    const asked = { feed, from: null, sha512: null, cwd: '/' };
    await enableProvider({ ...common, ...asked, onProgress });
  } else {
    await disableProvider(common);
  }
  process.stdout.write(`done, ${steps['install'] ?? 0} installed\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify(toWireFault(error))}\n`);
  process.exitCode = 1;
}
