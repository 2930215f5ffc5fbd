import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Rising {
  readonly file: string;
  readonly powerW: number;
  readonly startUj: number;
  readonly rangeUj: number;
  /** Time between two steps, ms. */
  readonly periodMs: number;
}

/** Steps as the kernel does: a new value every period, from the time that really passed. */
const PROGRAM = `
const { openSync, writeSync } = require('node:fs');
const { file, powerW, startUj, rangeUj, periodMs } = JSON.parse(process.argv[1]);
const fd = openSync(file, 'r+');
const width = String(rangeUj).length;
const begin = process.hrtime.bigint();
function step() {
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const value = Math.round(startUj + powerW * 1e6 * seconds) % (rangeUj + 1);
  writeSync(fd, String(value).padStart(width, '0') + '\\n', 0);
}
step();
console.log('rising');
setInterval(step, periodMs);
process.on('disconnect', () => process.exit());
`;

/** A process that raises the file's count at a known power; resolves with the function that ends it. */
export async function raiseCounter(rising: Rising): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['-e', PROGRAM, JSON.stringify(rising)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  await once(child.stdout ?? child, 'data');
  return async () => {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  };
}
