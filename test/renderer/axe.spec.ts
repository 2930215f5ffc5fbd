/** What a program can find of what people with a screen reader, or with weak eyes, would stumble over. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from '@playwright/test';
import { ADDRESSES, expect, test } from './support/fake-page.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function problemsOf(page: Page): Promise<string[]> {
  // The driver's own right: the page's policy would refuse a script element.
  await page.evaluate(AXE);
  const results = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };
    };
    return axe.run(document, { resultTypes: ['violations'] });
  });
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

for (const scheme of ['light', 'dark'] as const) {
  test.describe(`in the ${scheme} theme axe finds nothing`, () => {
    test.beforeEach(({ page }) => page.emulateMedia({ colorScheme: scheme }));

    test('before a run, and with devices and meters opened', async ({ fakePage, page }) => {
      await fakePage.open('windows');
      await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeVisible();
      expect(await problemsOf(page)).toEqual([]);
      await fakePage.goTo('/machine');
      for (const summary of await page.locator('main summary').all()) {
        if (await summary.isVisible()) await summary.click();
      }
      expect(await problemsOf(page)).toEqual([]);
    });

    test('while it runs, and at the end with a row opened', async ({ fakePage, page }) => {
      await fakePage.open('precisions');
      await fakePage.run();
      await fakePage.play('round-finished');
      expect(await problemsOf(page)).toEqual([]);
      await fakePage.play('finished');
      await page.locator('button[aria-expanded]').first().click();
      expect(await problemsOf(page)).toEqual([]);
    });

    test('when configurations fail, and where nothing can be examined', async ({ fakePage, page }) => {
      await fakePage.open('windows');
      await fakePage.runWhole();
      expect(await problemsOf(page)).toEqual([]);
      await fakePage.open('no-suite');
      await expect(page.getByRole('alert')).toBeVisible();
      expect(await problemsOf(page)).toEqual([]);
    });

    test('in the dialog of a submission', async ({ fakePage, page }) => {
      await fakePage.open();
      await fakePage.runWhole();
      await page.getByRole('button', { name: 'Submit…' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await problemsOf(page)).toEqual([]);
    });

    test('on settings with something amiss, and before something is deleted', async ({ fakePage, page }) => {
      await fakePage.open('counter', '/settings');
      await page.getByLabel('Price of electricity').fill('dear');
      await page.getByLabel('Address of the plug').fill('192.168.1.99');
      await page.getByRole('button', { name: 'Test' }).click();
      await expect(page.getByText('No reading from')).toBeVisible();
      expect(await problemsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Delete all runs…' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await problemsOf(page)).toEqual([]);
    });

    test('on the other pages', async ({ fakePage, page }) => {
      await fakePage.open('precisions');
      for (const address of ADDRESSES) {
        await fakePage.goTo(address);
        expect(await problemsOf(page), address).toEqual([]);
      }
    });
  });
}
