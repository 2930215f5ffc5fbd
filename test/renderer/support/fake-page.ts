/** The page on the fake backend, and the few things that most tests do to it. */
import { test as base, expect, type Page } from '@playwright/test';
import type { RunEvent } from '#core/events.ts';
import type { FakeBackend } from '#renderer/backend/fake/backend.ts';
import { serveFakePage } from './server.ts';

declare global {
  interface Window {
    fake: FakeBackend;
  }
}

/** Every page but the first, as after the #, with something to show on each. */
export const ADDRESSES = [
  '/history',
  '/history/00000000000000b1',
  '/compare',
  '/compare/00000000000000b1,00000000000000c1,00000000000000d1',
  '/leaderboard',
  '/models',
  '/cost',
  '/machine',
  '/settings',
  '/method',
];

export class FakePage {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  /** `address`: as after the #; default: none, as at a start. */
  async open(scene = 'counter', address = ''): Promise<void> {
    await this.page.goto(`${this.#url}fake.html?scene=${scene}${address === '' ? '' : `#${address}`}`);
    await expect(this.page.getByRole('heading', { name: 'Joulemark' })).toBeVisible();
  }

  /** `address`: as after the #, e.g. `/history`. Resolves when a heading of that page is there. */
  async goTo(address: string): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, `#${address}`);
    await expect(this.page.getByRole('heading', { level: 2 }).first()).toBeVisible();
  }

  /** Opens "More options". */
  async more(): Promise<void> {
    await this.page.locator('summary').filter({ hasText: 'More options' }).click();
  }

  async run(): Promise<void> {
    await this.page.getByRole('button', { name: 'Run benchmark' }).click();
    await expect(this.page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  }

  async play(kind: RunEvent['kind'], count = 1): Promise<void> {
    await this.page.evaluate(([k, n]) => window.fake.run.playTo(k, n), [kind, count] as const);
  }

  /** Presses "Run benchmark" and plays the recording to its end. */
  async runWhole(): Promise<void> {
    await this.run();
    await this.play('finished');
    await expect(this.page.getByRole('button', { name: 'Submit…' })).toBeVisible();
  }

  /** Rows of the ranking, without those that show details. */
  get rows() {
    return this.page.locator('tbody tr').filter({ has: this.page.getByRole('rowheader') });
  }
}

interface Fixtures {
  fakePage: FakePage;
}
interface WorkerFixtures {
  serverUrl: string;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  serverUrl: [
    async ({ browserName: _browserName }, use) => {
      const server = await serveFakePage();
      await use(server.url);
      await server.close();
    },
    { scope: 'worker' },
  ],
  /** Fails the test when the page broke its own policy or threw. */
  fakePage: async ({ page, serverUrl }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await use(new FakePage(page, serverUrl));
    expect(complaints).toEqual([]);
  },
});
export { expect };
