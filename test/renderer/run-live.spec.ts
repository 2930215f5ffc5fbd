/** What the page shows while a run goes on: traces, the window under way, a pause, and that it stays still. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';
import { expect, test } from './support/fake-page.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function problemsOf(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };
    };
    return axe.run(document, { resultTypes: ['violations'] });
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

const traces = (page: Page) => page.getByRole('region', { name: 'Power and temperature' });

test('power and temperature are drawn from the first window on, with the last figures in words', async ({
  fakePage,
  page,
}) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.play('progress', 3);
  await expect(page.getByText('drawn from the first window on')).toBeVisible();
  await fakePage.play('window', 2);
  await expect(traces(page).getByRole('img', { name: /^Power, W, over the run’s time/ })).toBeVisible();
  await expect(traces(page).getByRole('img', { name: /^Temperature in °C/ })).toBeVisible();
  await expect(
    traces(page).getByText(/^Last window, Silero VAD.*: [\d.]+ W, package \(counter\)/),
  ).toBeVisible();
  await expect(traces(page).getByText(/Idle: [\d.]+ W, package \(counter\), 46 °C\.$/)).toBeVisible();
});

test('windows that do not count are marked, and the table says why', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.play('round-finished');
  await expect(traces(page).getByText('hatched:')).toBeHidden();
  await fakePage.play('round-finished');
  await expect(traces(page).getByText('hatched: disturbed or throttled, does not count')).toBeVisible();
  await traces(page).getByText('As a table').click();
  const table = traces(page).getByRole('table');
  await expect(table.getByRole('cell', { name: 'throttled, hot' }).first()).toBeVisible();
  // 3 idle windows, 16 that count and 2 that were repeated: each once, though every row repeats the idle ones.
  await expect(table.locator('tbody tr')).toHaveCount(21);
});

test('an estimate is called one', async ({ fakePage, page }) => {
  await fakePage.open('estimate');
  await fakePage.run();
  await fakePage.play('window', 3);
  await expect(traces(page).getByText('Power, W (estimate)')).toBeVisible();
});

test('Pause waits for the end of the round, and says so; Resume goes on', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.play('progress', 4);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('The run pauses when this round is over.').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Benchmark running' })).toBeVisible();
  await fakePage.play('round-finished');
  await page.evaluate(() => window.fake.run.pauseNow());
  await expect(page.getByRole('heading', { name: 'Benchmark paused' })).toBeVisible();
  await expect(page.getByRole('status')).toContainText('Paused: the models stay loaded');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('heading', { name: 'Benchmark running' })).toBeVisible();
  await fakePage.play('finished');
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeEnabled();
});

test('the page stays still however many events come', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.play('progress', 3);
  await fakePage.play('window', 1);
  await expect(traces(page)).toBeVisible();
  const seen = await page.evaluate(async () => {
    const bursts = new Set<number>();
    let draws = 0;
    const began = performance.now();
    const observer = new MutationObserver(() => bursts.add(Math.round(performance.now() - began)));
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
    const clear = CanvasRenderingContext2D.prototype.clearRect;
    CanvasRenderingContext2D.prototype.clearRect = function (...args) {
      draws += 1;
      clear.apply(this, args);
    };
    for (let tick = 0; tick < 150; tick += 1) {
      window.fake.run.flood(tick);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const lastedS = (performance.now() - began) / 1000;
    observer.disconnect();
    return { bursts: [...bursts], draws, lastedS, animations: document.getAnimations().length };
  });
  // One at once, then one a second; a change and what Svelte does after it are one.
  const most = Math.ceil(seen.lastedS) + 1;
  const apart = seen.bursts.filter((atMs, index) => atMs - (seen.bursts[index - 1] ?? -Infinity) > 100);
  expect(apart.length).toBeGreaterThan(1);
  expect(apart.length).toBeLessThanOrEqual(most);
  // Two charts.
  expect(seen.draws).toBeLessThanOrEqual(2 * most);
  expect(seen.animations).toBe(0);
  await expect(page.getByText('nothing changes more than once a second')).toBeVisible();
});

test('nothing is drawn while the page is hidden, and all of it afterwards', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.play('window', 2);
  await expect(traces(page)).toBeVisible();
  const draws = await page.evaluate(async () => {
    const count = { hidden: 0, shown: 0 };
    let hidden = true;
    Object.defineProperty(document, 'hidden', { get: () => hidden, configurable: true });
    const clear = CanvasRenderingContext2D.prototype.clearRect;
    CanvasRenderingContext2D.prototype.clearRect = function (...args) {
      count[hidden ? 'hidden' : 'shown'] += 1;
      clear.apply(this, args);
    };
    for (let tick = 0; tick < 75; tick += 1) {
      window.fake.run.flood(tick);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    hidden = false;
    document.dispatchEvent(new Event('visibilitychange'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    return count;
  });
  expect(draws.hidden).toBe(0);
  expect(draws.shown).toBeGreaterThan(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing while a run goes on, nor in a pause, in the ${colorScheme} theme`, async ({
    fakePage,
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await fakePage.open();
    await fakePage.run();
    await fakePage.play('round-finished', 2);
    await traces(page).getByText('As a table').click();
    await expect(traces(page).getByRole('table')).toBeVisible();
    expect(await problemsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.evaluate(() => window.fake.run.pauseNow());
    await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
    expect(await problemsOf(page)).toEqual([]);
  });
}

for (const [width, height] of [
  [1280, 800],
  [900, 600],
  [640, 480],
] as const) {
  test(`a run that goes on fits a window of ${width} × ${height}`, async ({ fakePage, page }) => {
    await page.setViewportSize({ width, height });
    await fakePage.open('precisions');
    await fakePage.run();
    await fakePage.play('round-finished', 2);
    await traces(page).getByText('As a table').click();
    const overflow = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('section, li, p, figure')].flatMap(
        (element) => {
          const hidden = element.scrollWidth - element.clientWidth;
          return hidden > 0 && element.clientWidth > 0
            ? [`${element.tagName} ${element.className}: ${hidden} px`]
            : [];
        },
      ),
    );
    expect(overflow.filter((text) => !text.includes('unseen'))).toEqual([]);
  });
}
