/** What speaks against measuring now: said when a run is asked for, and never in its way. */
import type { Page } from '@playwright/test';
import type { AdviceReport } from '#core/advice.ts';
import { expect, test } from './support/fake-page.ts';

const BUSY: AdviceReport = {
  advice: [
    { code: 'others-busy', sentence: 'Other programs use 23 % of the time.', remedy: 'Close them.' },
    { code: 'on-battery', sentence: 'It runs on its battery.', remedy: 'Plug it in.' },
  ],
  unread: ['how warm the processor is', 'whether the system saves power'],
};

const say = (page: Page, report: AdviceReport) =>
  page.evaluate((told) => {
    window.fake.adviceReport = told;
  }, report);
const requests = (page: Page) => page.evaluate(() => window.fake.run.requests.length);

test('nothing speaks against it: the run starts at once', async ({ fakePage, page }) => {
  await fakePage.open();
  await say(page, { advice: [], unread: ['how warm the processor is'] });
  await fakePage.run();
  expect(await requests(page)).toBe(1);
});

test('what speaks against it is listed with its remedy, and one click runs anyway', async ({
  fakePage,
  page,
}) => {
  await fakePage.open();
  await say(page, BUSY);
  await page.getByRole('button', { name: 'Run benchmark' }).click();
  const notice = page.getByRole('alert');
  await expect(notice.getByRole('listitem')).toHaveText([
    'Other programs use 23 % of the time. Close them.',
    'It runs on its battery. Plug it in.',
  ]);
  await expect(notice.getByText('Not known here')).toBeHidden();
  await notice.getByText('What could not be read').click();
  await expect(
    notice.getByText('Not known here: how warm the processor is; whether the system saves power.'),
  ).toBeVisible();
  expect(await requests(page)).toBe(0);
  await page.getByRole('button', { name: 'Run anyway' }).click();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  expect(await requests(page)).toBe(1);

  // After the run the machine is looked at anew.
  await fakePage.play('finished');
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeVisible();
  await expect(page.getByText('Not the best moment')).toBeHidden();
});

test('checking again shows what is left, and then waits for the click that starts', async ({
  fakePage,
  page,
}) => {
  await fakePage.open();
  await say(page, BUSY);
  await page.getByRole('button', { name: 'Run benchmark' }).focus();
  await page.keyboard.press('Enter');
  // The button that was pressed keeps the focus.
  await expect(page.getByRole('button', { name: 'Run anyway' })).toBeFocused();
  await say(page, { ...BUSY, advice: BUSY.advice.slice(1), unread: [] });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').getByRole('listitem')).toHaveText([
    'It runs on its battery. Plug it in.',
  ]);
  await expect(page.getByText('What could not be read')).toBeHidden();
  await say(page, { advice: [], unread: [] });
  await page.getByRole('button', { name: 'Check again' }).press('Enter');
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeFocused();
  expect(await requests(page)).toBe(0);
  await fakePage.run();
});

test('a machine that cannot be asked keeps nobody from measuring', async ({ fakePage, page }) => {
  await fakePage.open();
  await page.evaluate(() => {
    window.fake.getAdvice = () =>
      Promise.resolve({ ok: false, error: { code: 'internal', message: 'It broke.', remedy: '' } });
  });
  await fakePage.run();
  expect(await requests(page)).toBe(1);
});

test('while the machine is looked at, the button says so and a second press does nothing', async ({
  fakePage,
  page,
}) => {
  await fakePage.open();
  await page.evaluate(() => {
    const { fake } = window as unknown as { fake: Record<string, unknown> };
    fake['getAdvice'] = () =>
      new Promise((answer) => {
        fake['answerAdvice'] = () => answer({ ok: true, value: { advice: [], unread: [] } });
      });
  });
  await page.getByRole('button', { name: 'Run benchmark' }).click();
  const looking = page.getByRole('button', { name: 'Looking at the machine…' });
  await looking.click();
  expect(await requests(page)).toBe(0);
  await page.evaluate(() => (window.fake as unknown as { answerAdvice(): void }).answerAdvice());
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  expect(await requests(page)).toBe(1);
});
