/** Who may import whom, as data. This table is the only place the rules live. */

export interface Rule {
  /**
   * What may be imported besides the folder itself: folders of this repository (or single files),
   * packages by name (`zod` covers `zod/mini`), `node:` for all of Node, or one of its modules.
   */
  readonly may: readonly string[];
  /** What may be imported for its types alone. */
  readonly types?: readonly string[];
}

const CORE = 'src-main/core';
const DISK = 'src-main/disk';
const ADAPTERS = ['src-main/meters', 'src-main/host', 'src-main/inference', 'src-main/precision'];
const FRONT_ENDS_NEED = [CORE, DISK, 'src-main/runner', 'src-main/store', 'src-main/report', 'node:'];

/** Folder → its rule; the longest folder that holds a file decides. A folder without a rule fails the test. */
export const RULES: Readonly<Record<string, Rule>> = {
  // Packages here do no I/O: schemas, statistics, hashes, canonical JSON.
  'src-main/core': { may: ['zod', '@stdlib', '@noble/hashes', 'canonicalize'] },

  'src-main/meters': { may: [CORE, 'node:', 'koffi', 'zod'] },
  'src-main/host': { may: [CORE, 'node:', 'systeminformation'] },
  'src-main/inference': { may: [CORE, 'node:', 'onnxruntime-node', 'zod'] },
  // Files that are whole at any moment, and why one could not be read or written.
  [DISK]: { may: [CORE, 'node:'] },
  // The way to other machines, for whoever fetches from there.
  'src-main/network': { may: ['node:', 'undici'] },
  'src-main/updates': { may: [CORE, 'src-main/network', 'semver', 'zod'] },
  'src-main/precision': { may: [CORE, DISK, 'node:', 'protobufjs', '@petamoriken/float16'] },
  'src-main/store': {
    may: [
      ...[CORE, DISK, 'src-main/network', 'node:'],
      ...['@duckdb/node-api', 'proper-lockfile', 'undici', 'zod'],
    ],
  },

  models: { may: [CORE, 'models/builders'] },
  // Writes ONNX with the same toolkit that the rewrites use.
  'models/builders': { may: [CORE, 'models/definition.ts', 'src-main/precision/onnx'] },
  'src-main/catalogue': {
    may: [
      ...[CORE, DISK, 'models', 'src-main/network', 'src-main/precision', 'src-main/inference', 'node:'],
      ...['fflate', 'jpeg-js', 'pngjs', 'proper-lockfile', 'undici', 'zod'],
    ],
  },
  'src-main/engine': { may: [CORE] },
  // Text in, text out: it lays tables out and writes nothing anywhere.
  'src-main/report': { may: [CORE, '@noble/hashes', 'cli-table3', '@observablehq/plot', 'linkedom'] },

  'src-main/runner': {
    may: [
      ...[
        CORE,
        DISK,
        ...ADAPTERS,
        'src-main/store',
        'src-main/catalogue',
        'src-main/engine',
        'src-main/report',
      ],
      // The manifest tells the version that the record names; the runtime itself is the worker's.
      ...['models', 'node:', 'env-paths', 'onnxruntime-node/package.json'],
      // Provider files: a package is read, and a receipt of what was installed is kept.
      ...['yauzl', 'zod'],
    ],
  },

  'src-main/ipc': { may: [CORE, 'zod'] },
  'src-main/preload': { may: ['src-main/ipc', 'electron'] },
  'src-main/app': { may: [...FRONT_ENDS_NEED, 'src-main/ipc', 'src-main/updates', 'electron', 'zod'] },
  'src-main/cli': { may: [...FRONT_ENDS_NEED, 'commander', 'cli-progress', 'zod'] },

  // The hidden page that runs models: the pure core, and the runtime that it exists to wrap.
  'src-web': { may: [CORE, 'onnxruntime-web'] },

  // The page's own entry files: they put the parts together.
  'src-renderer': {
    may: ['svelte', CORE, ...inRenderer('backend', 'components', 'features', 'pages', 'state', 'styles')],
    types: ['src-main/ipc'],
  },
  // Its own libraries: what is hard to make accessible or fast, wrapped once and used through the wrapper.
  'src-renderer/components': {
    may: [
      ...['svelte', 'src-main/core/format', 'src-renderer/styles'],
      ...['@lucide/svelte', '@observablehq/plot', 'bits-ui', 'uplot', 'virtua'],
    ],
  },
  'src-renderer/backend': { may: [CORE], types: ['src-main/ipc'] },
  'src-renderer/state': { may: ['svelte', CORE, ...inRenderer('backend')], types: ['src-main/ipc'] },
  'src-renderer/styles': { may: [] },
  // What stands on one page together: the only place where features meet.
  'src-renderer/pages': {
    may: ['svelte', '@lucide/svelte', CORE, ...inRenderer('components', 'features', 'state')],
    types: ['src-main/ipc'],
  },
  // For each feature alone: `features/a` may not import `features/b`.
  'src-renderer/features/*': {
    // The marks of a plot are a feature's own; what draws them is a component.
    may: [
      ...['svelte', '@lucide/svelte', '@observablehq/plot', CORE],
      ...inRenderer('components', 'state', 'backend/backend.ts'),
    ],
    types: ['src-main/ipc'],
  },
};

function inRenderer(...names: readonly string[]): string[] {
  return names.map((name) => `src-renderer/${name}`);
}
