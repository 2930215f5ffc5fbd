/** A folder with a made onnxruntime-node in it, in the place of a checkout. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Places } from '#runner/places.ts';
import { MADE_VERSION } from './made-nupkg.ts';

export interface Installation {
  /** Of all that is made; the caller removes it. */
  readonly root: string;
  readonly places: Places;
  /** Where the libraries belong. */
  readonly binary: string;
}

export function madeInstallation(version = MADE_VERSION, parent = tmpdir()): Installation {
  const root = mkdtempSync(join(parent, 'joulemark-installation-'));
  const runtime = join(root, 'checkout/node_modules/onnxruntime-node');
  const binary = join(runtime, 'bin/napi-v6/linux/x64');
  mkdirSync(binary, { recursive: true });
  writeFileSync(join(runtime, 'package.json'), JSON.stringify({ name: 'onnxruntime-node', version }));
  writeFileSync(join(binary, 'onnxruntime_binding.node'), 'made');
  const dataDir = join(root, 'data');
  return {
    root,
    binary,
    places: {
      packageRoot: join(root, 'checkout'),
      version: '9.8.7',
      dataDir,
      historyDir: join(dataDir, 'history'),
      cacheDir: join(root, 'cache'),
      workerEntry: join(root, 'worker.js'),
      electron: null,
      meterSources: { sysfsRoot: null, replayFile: null, plugAddress: null },
    },
  };
}
