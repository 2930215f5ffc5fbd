import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findOrStore } from '#catalogue/variant-store.ts';
import { buildEntry } from '#test/support/build-entry.ts';

const folder = mkdtempSync(join(tmpdir(), 'joulemark-killed-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a kept model over which a process was killed is made again, at once', async () => {
  const program = await buildEntry('test/support/half-written.ts');
  const child = spawn(process.execPath, [program, folder, 'entry'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(readdirSync(folder).sort()).toEqual(['entry.onnx', 'entry.onnx.lock', 'entry.onnx.tmp-123']);
  const { path } = await findOrStore(folder, 'entry', async (target) => {
    writeFileSync(target, 'the whole model');
    return { dataFiles: [], report: null };
  });
  expect(readFileSync(path, 'utf8')).toBe('the whole model');
  expect(readdirSync(folder).sort()).toEqual(['entry.onnx', 'entry.onnx.json']);
});
