/**
 * How many frames a second the page draws while 10,000 rows pass by, against a blank page of the same height that is
 * scrolled in the same way: what this machine can. Target: 60 a second, or where the machine can fewer, at least 95 % of
 * those. A frame in which no row stood in the middle of the window is counted, too: what is drawn in time must be there.
 * JOULEMARK_CHROMIUM names the browser.
 */
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import Table from 'cli-table3';
import { median } from '#core/stats/samples.ts';
import type { FakeBackend } from '#renderer/backend/fake/backend.ts';
import { BROWSER } from '#test/renderer/support/browser.ts';
import { serveFakePage } from '#test/renderer/support/server.ts';
import { comparePaired } from './paired.ts';

const FULL_RATE = 60;
const SHARE_OF_POSSIBLE = 0.95;
/** A quick flick of the finger: 60 rows a second and more. */
const PIXELS_PER_S = 3000;
const ROWS = '10001';

const { values } = parseArgs({
  options: { pairs: { type: 'string', default: '7' }, seconds: { type: 'string', default: '8' } },
});
const [pairs, seconds] = [Number(values.pairs), Number(values.seconds)];

/** Of one time of scrolling. */
interface Scrolling {
  readonly frames: number;
  readonly durationS: number;
  /** The longest time between two frames, s. */
  readonly longestS: number;
  /** Frames with no row in the middle of the window. */
  readonly blankFrames: number;
}

/** The parts of a page that are used in it; programs of Node know none of them. */
interface Placed {
  getBoundingClientRect(): { readonly top: number; readonly bottom: number };
}
declare const window: {
  fake: FakeBackend;
  scrollTo(x: number, y: number): void;
  readonly innerHeight: number;
};
declare const document: {
  querySelectorAll(selector: string): Iterable<Placed>;
  readonly documentElement: { readonly scrollHeight: number };
};
declare const requestAnimationFrame: (frame: (nowMs: number) => void) => void;

const LISTS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  ranking: async (page) => {
    await page.goto(`${server.url}fake.html?scene=huge`);
    await page.getByRole('button', { name: 'Run benchmark' }).click();
    await page.evaluate(() => window.fake.run.playTo('finished'));
    await page.getByRole('button', { name: 'Submit…' }).waitFor();
  },
  leaderboard: async (page) => {
    await page.goto(`${server.url}fake.html`);
    await page.evaluate(() => window.fake.boards.knowAll());
    await page.getByRole('link', { name: 'Leaderboard' }).click();
    await page.getByText('everyone.jsonl', { exact: true }).click();
    await page.getByRole('combobox', { name: 'Runs' }).selectOption({ label: 'Every run' });
    for (const step of ['1000', '5000', '25,000']) {
      await page.getByRole('button', { name: `Show up to ${step}` }).click();
    }
  },
};

const server = await serveFakePage();
const browser = await chromium.launch(BROWSER);
try {
  const table = new Table({
    head: ['10,000 rows', 'frames/s', 'blank page', 'of it', '95 % interval', 'longest ms', 'without rows'],
    style: { head: [], border: [] },
  });
  let isBehind = false;
  for (const [name, open] of Object.entries(LISTS)) {
    process.stderr.write(`${name}: ${pairs} pairs of ${seconds} s …\n`);
    const list = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await open(list);
    await list.locator(`[aria-rowcount="${ROWS}"]`).waitFor();
    const heightPx = await list.evaluate(() => document.documentElement.scrollHeight);
    const blank = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await blank.setContent(`<body style="margin: 0"><div style="height: ${heightPx}px"></div></body>`);

    const seen: Scrolling[] = [];
    const { ourS, theirS, ratio } = await comparePaired(
      async () => {
        const scrolling = await scroll(list);
        seen.push(scrolling);
        return scrolling.durationS / scrolling.frames;
      },
      async () => {
        const { durationS, frames } = await scroll(blank);
        return durationS / frames;
      },
      pairs,
    );
    await list.close();
    await blank.close();
    // The first time is not among those that are compared.
    const counted = seen.slice(1);
    isBehind ||= 1 / ourS < Math.min(FULL_RATE, 1 / theirS) * SHARE_OF_POSSIBLE;
    const share = (part: number): string => `${(part * 100).toFixed(1)} %`;
    // A ratio of times per frame is that of frame rates, upside down.
    const interval = [...ratio.interval].reverse().map((bound) => share(1 / bound));
    table.push([
      ...[
        name,
        (1 / ourS).toFixed(1),
        (1 / theirS).toFixed(1),
        share(1 / ratio.median),
        interval.join(' … '),
      ],
      (median(counted.map(({ longestS }) => longestS)) * 1000).toFixed(0),
      share(median(counted.map(({ blankFrames, frames }) => blankFrames / frames))),
    ]);
  }
  process.stdout.write(
    `${table.toString()}\nMedians of ${pairs} alternating pairs of ${seconds} s at ${PIXELS_PER_S} pixels a second; ` +
      `${isBehind ? 'BEHIND' : 'at'} the target of ${FULL_RATE} frames a second, or ${SHARE_OF_POSSIBLE * 100} % of what the machine can.\n`,
  );
  process.exitCode = isBehind ? 1 : 0;
} finally {
  await browser.close();
  await server.close();
}

/** From a third of the page on, a step at each frame; only the page that is in front draws. */
async function scroll(page: Page): Promise<Scrolling> {
  await page.bringToFront();
  return page.evaluate(
    ({ durationMs, pixelsPerMs }) =>
      new Promise<Scrolling>((resolve) => {
        const fromPx = document.documentElement.scrollHeight / 3;
        const middle = window.innerHeight / 2;
        const isAtMiddle = (row: Placed): boolean => {
          const { top, bottom } = row.getBoundingClientRect();
          return top <= middle && middle < bottom;
        };
        let [frames, blankFrames, longestMs] = [0, 0, 0];
        let [startMs, lastMs] = [NaN, NaN];
        window.scrollTo(0, fromPx);
        const frame = (nowMs: number): void => {
          if (Number.isNaN(startMs)) startMs = nowMs;
          else {
            frames += 1;
            longestMs = Math.max(longestMs, nowMs - lastMs);
            if (![...document.querySelectorAll('[aria-rowindex]')].some(isAtMiddle)) blankFrames += 1;
          }
          lastMs = nowMs;
          window.scrollTo(0, fromPx + (nowMs - startMs) * pixelsPerMs);
          if (nowMs - startMs < durationMs) requestAnimationFrame(frame);
          else {
            resolve({ frames, blankFrames, longestS: longestMs / 1000, durationS: (nowMs - startMs) / 1000 });
          }
        };
        // The rows of the place to which it jumped first are not counted.
        requestAnimationFrame(() => requestAnimationFrame(frame));
      }),
    { durationMs: seconds * 1000, pixelsPerMs: PIXELS_PER_S / 1000 },
  );
}
