/**
 * How long the first page takes to be usable: from the start of the process to the moment at which the window is shown
 * and its page has been painted, against an Electron window of the same size with one button and no script.
 * Target: a median ratio of at most 1.3, at a first start and at a later one.
 *
 * Usable means: of a first start, whose page is "Machine", that its button ("Go to the first run") can be pressed; of a
 * later one that the page is open and the navigation with it. What can be run is known when meters and devices have been
 * tried, which takes seconds and keeps nobody from the other pages; the time until "Run benchmark" can be pressed is
 * given beside it, with no target. Nothing asks the page from outside while it opens: a script beside its own
 * (first-page/page.cjs, the same for both) sees what appears, and when the frame with it is done. Page, app and this
 * program read the same clock. A first start has an empty data folder, a later one has had one start before.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { median } from '#core/stats/samples.ts';
import { findPlaces } from '#runner/places.ts';
import { findElectron, needScreen } from './electron.ts';
import { comparePaired } from './paired.ts';

const TARGET = 1.3;
const LATE_MS = 180_000;

const { values } = parseArgs({
  options: { pairs: { type: 'string', default: '15' }, button: { type: 'string', default: '3' } },
});
const [pairs, buttonStarts] = [Number(values.pairs), Number(values.button)];

needScreen();
const root = findPlaces(process.env).packageRoot;
const electron = await findElectron(root);
const folder = mkdtempSync(join(tmpdir(), 'joulemark-first-page-'));
/** What is told of one start, each in ms of the system's clock. */
type Mark = 'shown' | 'page' | 'button';
type Marks = Partial<Record<Mark, number>>;
let folders = 0;

try {
  const table = new Table({
    head: ['start', 'Joulemark s', 'empty window s', 'ratio', '95 % interval', 'quartiles'],
    style: { head: [], border: [] },
  });
  let worst = 0;
  for (const kind of ['first', 'later'] as const) {
    process.stderr.write(`${kind} start: ${pairs} pairs …\n`);
    const [ours, theirs] = [dataFolders(kind), dataFolders(kind)];
    const usable: readonly Mark[] = ['shown', kind === 'first' ? 'button' : 'page'];
    const { ourS, theirS, ratio } = await comparePaired(
      () => startApp(ours(), usable),
      () => startEmpty(theirs()),
      pairs,
    );
    worst = Math.max(worst, ratio.median);
    const spans = [ratio.interval, ratio.quartiles].map((span) =>
      span.map((at) => at.toFixed(2)).join(' … '),
    );
    table.push([kind, ourS.toFixed(3), theirS.toFixed(3), ratio.median.toFixed(2), ...spans]);
  }
  process.stdout.write(
    `${table.toString()}\nElectron ${electron.version}, ${pairs} alternating pairs; ratio = Joulemark / empty of each ` +
      `pair: median, its interval, and the quartiles of the pairs.\n`,
  );
  if (buttonStarts > 0) {
    const later = dataFolders('later');
    const seconds: number[] = [];
    for (let start = 0; start < buttonStarts; start += 1) seconds.push(await startApp(later(), ['button']));
    process.stdout.write(
      `Until "Run benchmark" can be pressed: median ${median(seconds).toFixed(1)} s of ${buttonStarts} later starts.\n`,
    );
  }
  process.stdout.write(
    `Worst median ratio ${worst.toFixed(2)}: ${worst <= TARGET ? 'within' : 'OVER'} the target of ${TARGET}.\n`,
  );
  process.exitCode = worst <= TARGET ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A new one at each start, or the same at each; `comparePaired` starts once before it counts. */
function dataFolders(kind: 'first' | 'later'): () => string {
  const make = (): string => mkdtempSync(join(folder, `${folders++}-`));
  if (kind === 'first') return make;
  const same = make();
  writeFileSync(join(same, 'settings.json'), '{"preferences": {"welcomed": true}}');
  return () => same;
}

function startApp(data: string, wanted: readonly Mark[]): Promise<number> {
  return start(root, { JOULEMARK_DATA: data }, wanted);
}

function startEmpty(data: string): Promise<number> {
  return start(join(root, 'benchmarks/empty-app'), { EMPTY_APP_DATA: data }, ['shown', 'button']);
}

/** Seconds from before the start of the process until the last of what is wanted; when this resolves, it has ended. */
async function start(app: string, env: NodeJS.ProcessEnv, wanted: readonly Mark[]): Promise<number> {
  const { ELECTRON_RUN_AS_NODE: _, ELECTRON_RENDERER_URL: __, ...inherited } = process.env;
  const watch = join(root, 'benchmarks/first-page/watch.cjs');
  const startedMs = performance.timeOrigin + performance.now();
  const child = spawn(electron.executable, [...electron.flags, '-r', watch, app], {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const exited = once(child, 'exit');
  const marks = await marksOf(child, wanted).finally(async () => {
    // Its own way out, as somebody closes it, so that the next start finds its folder in order.
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), LATE_MS / 6);
    await exited;
    clearTimeout(timer);
  });
  return (Math.max(...wanted.map((name) => marks[name] ?? NaN)) - startedMs) / 1000;
}

/** Resolves when all that is wanted was told; of pages opened later (hidden ones, that run models) nothing counts. */
function marksOf(child: ChildProcess, wanted: readonly Mark[]): Promise<Marks> {
  const marks: Marks = {};
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    const fail = (what: string): void =>
      reject(new Error(`${what}; told so far: ${Object.keys(marks).join(', ')}\n${stderr}`));
    const timer = setTimeout(() => fail(`not usable within ${LATE_MS / 1000} s`), LATE_MS);
    child.on('message', ({ name, atMs }: { name: Mark; atMs: number }) => {
      marks[name] ??= atMs;
      if (!wanted.every((mark) => mark in marks)) return;
      clearTimeout(timer);
      resolve(marks);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`it ended with code ${code}`);
    });
  });
}
