/**
 * What the live traces cost: processor time of all processes of a browser while a run's page gets one update a
 * second with a window to draw, against the same page and updates without windows. Target: less than 2 % of a
 * core while the page is seen, and nothing while it is hidden. JOULEMARK_CHROMIUM names the browser.
 */
import { parseArgs } from 'node:util';
import { chromium, type Browser, type CDPSession } from '@playwright/test';
import Table from 'cli-table3';
import type { FakeBackend } from '#renderer/backend/fake/backend.ts';
import { BROWSER } from '#test/renderer/support/browser.ts';
import { serveFakePage } from '#test/renderer/support/server.ts';
import { comparePaired } from './paired.ts';

const TARGET_CORES = 0.02;
/** A page that is hidden draws nothing; what is left is the noise of processor times that count in steps. */
const NOTHING_CORES = 0.005;

const { values } = parseArgs({
  options: { pairs: { type: 'string', default: '9' }, seconds: { type: 'string', default: '10' } },
});
const [pairs, seconds] = [Number(values.pairs), Number(values.seconds)];

const WINDOWS_BEFORE = 100;

interface Way {
  readonly withWindows: boolean;
  readonly hidden: boolean;
}
declare const window: { fake: FakeBackend };
declare const document: object;

const server = await serveFakePage();
const browser = await chromium.launch(BROWSER);
try {
  const session = await browser.newBrowserCDPSession();
  const ways = [
    ['seen', false, TARGET_CORES],
    ['hidden', true, NOTHING_CORES],
  ] as const;
  const table = new Table({
    head: ['page', 'with traces', 'without', 'difference', 'ratio', '95 % interval'],
    style: { head: [], border: [] },
  });
  let over = false;
  for (const [name, hidden, target] of ways) {
    process.stderr.write(`${name}: ${pairs} pairs of ${seconds} s …\n`);
    const measure = (withWindows: boolean) => () => measureCores(browser, session, { withWindows, hidden });
    const { ourS, theirS, ratio } = await comparePaired(measure(true), measure(false), pairs);
    over ||= ourS - theirS > target;
    const percent = (cores: number): string => `${(cores * 100).toFixed(2)} %`;
    const interval = ratio.interval.map((bound) => bound.toFixed(2)).join(' … ');
    table.push([
      ...[name, percent(ourS), percent(theirS), percent(ourS - theirS)],
      ...[ratio.median.toFixed(2), interval],
    ]);
  }
  process.stdout.write(
    `${table.toString()}\nShares of one core, medians of ${pairs} alternating pairs of ${seconds} s; ` +
      `${over ? 'OVER' : 'within'} the target of ${TARGET_CORES * 100} % seen and nothing hidden.\n`,
  );
  process.exitCode = over ? 1 : 0;
} finally {
  await browser.close();
  await server.close();
}

/** Processor time per second of all of the browser's processes, in cores. */
async function measureCores(browser: Browser, session: CDPSession, way: Way): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    await page.goto(`${server.url}fake.html`);
    await page.getByRole('button', { name: 'Run benchmark' }).click();
    await page.evaluate(
      ({ withWindows, hidden, windows }) => {
        window.fake.run.playTo('started');
        // A run that has been going on for a while has many to draw.
        for (let tick = 0; tick < windows; tick += 1) window.fake.run.flood(tick, withWindows);
        Object.defineProperty(document, 'hidden', { get: () => hidden });
      },
      { ...way, windows: WINDOWS_BEFORE },
    );
    await page.waitForTimeout(1500);
    const before = await cpuSecondsOf(session);
    await page.evaluate(
      async ({ withWindows, from, count }) => {
        for (let tick = 0; tick < count; tick += 1) {
          window.fake.run.flood(from + tick, withWindows);
          await new Promise((resolve) => setTimeout(resolve, 1000));
        }
      },
      { ...way, from: WINDOWS_BEFORE, count: seconds },
    );
    return ((await cpuSecondsOf(session)) - before) / seconds;
  } finally {
    await page.close();
  }
}

async function cpuSecondsOf(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}
