/**
 * Opens a page in the fake host whose file is its argument, prints the host's process id, and leaves without closing
 * anything, as a second Ctrl-C has it. An entry for `buildEntry`.
 */
import { webRuntime } from '#runner/web-runtime/web-runtime.ts';

const electron = { executable: process.execPath, args: [process.argv[2] ?? ''] };
const page = await webRuntime(electron, process.env).launch();
page.onMessage((message) => {
  const { pid } = message as { pid: number };
  process.stdout.write(String(pid), () => process.exit(0));
});
page.send('environment');
