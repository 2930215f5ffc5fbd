/** Choices saved under a name. */
import type { Page } from '@playwright/test';
import type { Preset } from '#core/preferences.ts';
import type { FakeBackend } from '#renderer/backend/fake/backend.ts';
import { expect, test } from './support/fake-page.ts';

const request = (page: Page) => page.evaluate(() => window.fake.run.requests.at(-1));
const saved = (page: Page) => page.evaluate(() => window.fake.preferences.presets);
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Presets' });
const row = (page: Page) => page.getByRole('group', { name: 'Presets' });

async function save(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Presets…' }).click();
  await dialog(page).getByLabel('Name').fill(name);
  await page.keyboard.press('Enter');
}

const MADE: Preset['request'] = {
  models: ['silero-vad', 'sold-model'],
  precisions: ['fp32', 'int4'],
  providers: ['cpu', 'cuda'],
  threads: 3,
  spinning: null,
  arena: null,
  noFallback: true,
  memoryLimitBytes: null,
  length: 'thorough',
  rounds: null,
  windowSeconds: null,
  timeLimitSeconds: null,
  seed: null,
  ratePerS: 15,
};

/** Puts presets where the page finds them when it opens. */
async function keep(page: Page, presets: readonly Preset[]): Promise<void> {
  await page.addInitScript((list) => {
    Object.defineProperty(window, 'fake', {
      configurable: true,
      set(fake: FakeBackend) {
        fake.preferences = { ...fake.preferences, presets: list };
        Object.defineProperty(window, 'fake', { value: fake });
      },
    });
  }, presets as Preset[]);
}

test('saves what is chosen and chooses it again', async ({ fakePage, page }) => {
  await fakePage.open();
  await expect(row(page)).toBeHidden();
  await page.getByRole('radio', { name: 'Thorough' }).check();
  await page.getByRole('checkbox', { name: 'PP-OCRv4 detection' }).uncheck();
  await save(page, '  Every night ');
  await expect(dialog(page).getByRole('group', { name: 'Every night' })).toContainText(
    'Thorough · ppocr-rec, ppocr-cls, silero-vad · usual devices · usual precisions · back to back',
  );
  await page.keyboard.press('Escape');
  const button = row(page).getByRole('button', { name: 'Every night' });
  await expect(button).toHaveAttribute('aria-pressed', 'true');

  await page.getByRole('radio', { name: 'Quick' }).check();
  await page.getByRole('checkbox', { name: 'PP-OCRv4 detection' }).check();
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await button.click();
  await expect(page.getByRole('radio', { name: 'Thorough' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'PP-OCRv4 detection' })).not.toBeChecked();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await fakePage.run();
  expect(await request(page)).toEqual((await saved(page))[0]?.request);
});

test('is replaced under the same name, renamed, deleted, and taken back', async ({ fakePage, page }) => {
  await fakePage.open();
  await save(page, 'first');
  await dialog(page).getByLabel('Name').fill('second');
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('group')).toHaveCount(2);
  await page.keyboard.press('Escape');

  await page.getByRole('radio', { name: 'Standard' }).check();
  await page.getByRole('button', { name: 'Presets…' }).click();
  await dialog(page).getByLabel('Name').fill('first');
  await expect(dialog(page).getByText('“first” is there already, and is replaced.')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Replace' }).click();
  await expect(dialog(page).getByRole('group', { name: 'first' })).toContainText('Standard');

  const second = dialog(page).getByRole('group', { name: 'second' });
  await second.getByRole('button', { name: 'Rename…' }).click();
  await second.getByLabel('New name').fill('first');
  await page.keyboard.press('Enter');
  await expect(second.getByRole('alert')).toContainText('There is "first" already.');
  await second.getByLabel('New name').fill('other');
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('group', { name: 'other' })).toBeVisible();

  await dialog(page).getByRole('group', { name: 'first' }).getByRole('button', { name: 'Delete' }).click();
  await expect(dialog(page).getByText('“first” was deleted.')).toBeVisible();
  expect((await saved(page)).map(({ name }) => name)).toEqual(['other']);
  await dialog(page).getByRole('button', { name: 'Take it back' }).click();
  expect((await saved(page)).map(({ name }) => name)).toEqual(['first', 'other']);
});

test('a name is needed, and it says so at the field', async ({ fakePage, page }) => {
  await fakePage.open();
  await save(page, '   ');
  await expect(dialog(page).getByLabel('Name')).toHaveAccessibleDescription(/Write a name\./);
  expect(await saved(page)).toEqual([]);
});

test('one that names what this machine does not have says which, and chooses the rest', async ({
  fakePage,
  page,
}) => {
  await keep(page, [{ name: 'From the other machine', request: MADE }]);
  await fakePage.open();
  await row(page).getByRole('button', { name: 'From the other machine' }).click();
  await expect(page.getByRole('alert')).toHaveText(
    /“From the other machine” names what cannot run here: the model sold-model; the precision int4; the device cuda\. The rest of it is chosen\./,
  );
  await expect(page.getByText('1 configuration.')).toBeVisible();
  await fakePage.run();
  expect(await request(page)).toMatchObject({
    models: ['silero-vad'],
    precisions: ['fp32'],
    providers: null,
    threads: 3,
    noFallback: true,
    length: 'thorough',
    ratePerS: 15,
  });
});

test('what cannot be written is said, and stays as it was', async ({ fakePage, page }) => {
  await fakePage.open();
  await page.evaluate(() => {
    window.fake.preferencesFault = {
      code: 'file-unwritable',
      message: 'No room on the disk.',
      remedy: 'Make some.',
    };
  });
  await save(page, 'first');
  await expect(dialog(page).getByRole('alert')).toContainText('No room on the disk.');
  await expect(dialog(page).getByText('None yet.')).toBeVisible();
  await expect(dialog(page).getByLabel('Name')).toHaveValue('first');
});

test('a choice that cannot run is no preset', async ({ fakePage, page }) => {
  await fakePage.open();
  await page.getByRole('checkbox', { name: /^cpu / }).uncheck();
  await page.getByRole('button', { name: 'Presets…' }).click();
  await expect(dialog(page).getByText('What is chosen now cannot run')).toBeVisible();
  await expect(dialog(page).getByLabel('Name')).toBeHidden();
});
