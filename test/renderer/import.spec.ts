/** A model of a person's own: what is asked before it is imported, and what comes of it. */
import type { Page } from '@playwright/test';
import { axeProblems } from './support/axe.ts';
import { expect, test } from './support/fake-page.ts';

const importButton = (page: Page) => page.getByRole('button', { name: 'Import a model…' });
const formOf = (page: Page) => page.getByRole('form', { name: 'Import my-net.onnx' });
const submit = (page: Page) => page.getByRole('button', { name: 'Import', exact: true });
const lastAsked = (page: Page) => page.evaluate(() => window.fake.models.asked.at(-1));

async function openForm(page: Page): Promise<void> {
  await importButton(page).click();
  await expect(submit(page)).toBeEnabled();
}

async function drop(page: Page, name: string): Promise<void> {
  await page.evaluate((fileName) => {
    const files = new DataTransfer();
    files.items.add(new File(['model'], fileName));
    document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, dataTransfer: files }));
  }, name);
}

test('imports a model by its defaults, says how it will run, and offers it in Run', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('counter', '/models');
  await openForm(page);
  await expect(page.getByRole('heading', { name: 'Import my-net.onnx' })).toBeFocused();
  await expect(page.getByLabel('Name')).toHaveAttribute('placeholder', 'my-net');
  await submit(page).click();
  const notice = page.getByRole('alert');
  await expect(notice).toContainText('Imported as my-net');
  await expect(notice).toContainText('at fp32, fp16');
  await expect(notice).toContainText('Not at int4: no matrix product is large enough.');
  await expect(formOf(page)).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Models', exact: true })).toBeFocused();
  expect(await lastAsked(page)).toEqual({
    file: 'my-net.onnx',
    wishes: {
      ...{ id: null, shapes: {}, inputs: null, normalisation: 'unit', classes: null, minSqnrDb: null },
    },
  });
  await notice.getByRole('link', { name: 'Run' }).click();
  await expect(page.getByRole('checkbox', { name: 'my-net' })).toBeVisible();
});

test('asks for a name, open sizes, inputs, class scores and fidelity, by keyboard', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('counter', '/models');
  await openForm(page);
  await page.keyboard.press('Tab');
  await page.keyboard.type(' mine ');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('x: float32 [batch, 3, height, ?]')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('batch')).toBeFocused();
  await expect(page.getByLabel('height')).toHaveAttribute('placeholder', '224');
  await page.getByLabel('height').fill('64');
  await page.getByLabel('x, dimension 4').fill('96');
  await page.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(page.getByText('Inputs of your own: pictures')).toBeVisible();
  await page.getByLabel('Values of pictures').selectOption('by the mean and deviation of ImageNet');
  await page.getByLabel('Output with scores of classes').selectOption('boxes');
  await page.getByLabel('Least SQNR').fill('20.5');
  await page.getByLabel('Least SQNR').press('Enter');
  await expect(page.getByRole('alert')).toContainText('Imported as');
  const { wishes } = (await lastAsked(page)) ?? {};
  expect(wishes).toEqual({
    ...{ id: 'mine', shapes: { x: [1, 3, 64, 96] }, normalisation: 'imagenet', classes: 'boxes' },
    ...{ inputs: expect.stringMatching(/^[0-9a-f]{16}$/), minSqnrDb: 20.5 },
  });
});

test('takes what was said back', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await openForm(page);
  await page.getByText('More options').click();
  await page.getByLabel('height').fill('64');
  await page.getByLabel('height').fill('');
  await page.getByRole('button', { name: 'Choose a file…' }).click();
  await page.getByRole('button', { name: 'Make them' }).click();
  await expect(page.getByText('Inputs are made.')).toBeVisible();
  await page.getByLabel('Least SQNR').fill('20');
  await page.getByLabel('Least SQNR').fill('');
  await submit(page).click();
  await expect(page.getByRole('alert')).toContainText('Imported as');
  const { wishes } = (await lastAsked(page)) ?? {};
  expect(wishes).toMatchObject({ id: null, shapes: {}, inputs: null, minSqnrDb: null });
});

test('asks for the whole shape where the file does not even say how many sizes there are', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('counter', '/models');
  await page.evaluate(() => {
    const inputs = [{ name: 'x', type: 'float32', dims: null }] as const;
    window.fake.models.inspected = { id: 'my-net', inputs, outputs: ['y'] };
  });
  await openForm(page);
  const sizes = page.getByLabel('All sizes of x');
  await sizes.fill('1,3,big');
  await submit(page).press('Enter');
  await expect(sizes).toBeFocused();
  await expect(page.getByRole('alert')).toHaveText(/whole numbers with commas between them/);
  expect(await lastAsked(page)).toBeUndefined();
  await sizes.fill('1, 3, 32, 32');
  await submit(page).click();
  await expect(page.getByRole('alert')).toContainText('Imported as');
  expect((await lastAsked(page))?.wishes.shapes).toEqual({ x: [1, 3, 32, 32] });
});

test('says what is being done, and stops it with what was typed kept', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await openForm(page);
  await page.getByLabel('Name').fill('mine');
  await page.evaluate(() => {
    window.fake.models.waits = true;
  });
  await submit(page).click();
  const form = formOf(page);
  await expect(form.getByRole('status').last()).toHaveText('Starting…');
  await page.evaluate(() => window.fake.models.say('Running it once …'));
  await expect(form.getByRole('status').last()).toHaveText('Running it once …');
  await expect(page.getByLabel('Name')).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Import my-net.onnx' })).toBeFocused();
  await expect(importButton(page)).toBeDisabled();
  await form.getByRole('button', { name: 'Stop' }).click();
  await expect(form).toContainText('The import was stopped; nothing was kept.');
  await expect(page.getByLabel('Name')).toHaveValue('mine');
  await expect(page.getByRole('alert')).toBeHidden();
  await form.getByRole('button', { name: 'Cancel' }).click();
  await expect(form).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Models', exact: true })).toBeFocused();
  await expect(importButton(page)).toBeEnabled();
});

test('a form that is closed while its file is read leaves nothing behind', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await page.evaluate(() => {
    window.fake.models.waits = true;
  });
  await importButton(page).click();
  await expect(formOf(page)).toContainText('Reading what the file says…');
  await expect(submit(page)).toBeDisabled();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(formOf(page)).toBeHidden();
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(importButton(page)).toBeEnabled();
});

test('a model that is dropped while another is read is the one that is asked about', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('counter', '/models');
  await page.evaluate(() => {
    window.fake.models.waits = true;
  });
  await drop(page, 'first.onnx');
  await expect(page.getByText('Reading what the file says…')).toBeVisible();
  await drop(page, 'second.onnx');
  await expect(page.getByRole('heading', { name: 'Import second.onnx' })).toBeFocused();
  await expect(submit(page)).toBeDisabled();
  await page.evaluate(() => window.fake.models.work());
  await expect(submit(page)).toBeEnabled();
  await expect(page.getByRole('alert')).toBeHidden();
});

test('options that were opened while the file was read stay open', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await page.evaluate(() => {
    window.fake.models.waits = true;
  });
  await importButton(page).click();
  await page.getByText('More options').click();
  await expect(page.getByLabel('Least SQNR')).toBeVisible();
  await page.evaluate(() => window.fake.models.work());
  await expect(page.getByLabel('height')).toBeVisible();
});

test('says in the form why a model is not imported, and keeps what was typed', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await openForm(page);
  await page.getByLabel('Name').fill('taken');
  await page.evaluate(() => {
    window.fake.models.next = {
      ...{ code: 'wrong-usage', message: 'there is a model or group "taken" already' },
      remedy: 'Choose another name, such as taken-2.',
    };
  });
  await submit(page).click();
  await expect(formOf(page).getByRole('alert')).toContainText('Choose another name, such as taken-2.');
  await expect(page.getByLabel('Name')).toHaveValue('taken');
  await expect(submit(page)).toBeEnabled();
});

test('a file that cannot be read says so at once, and is read again when it was mended', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('counter', '/models');
  await page.evaluate(() => {
    const message = '/home/ada/my-net.onnx is no ONNX model';
    window.fake.models.inspected = { code: 'model-corrupt', message, remedy: 'Fetch it again.' };
  });
  await importButton(page).click();
  await expect(formOf(page).getByRole('alert')).toContainText('my-net.onnx is no ONNX model');
  await page.evaluate(() => {
    window.fake.models.inspected = { id: 'my-net', inputs: [], outputs: [] };
  });
  await page.getByRole('button', { name: 'Read the file again' }).click();
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(page.getByLabel('Name')).toHaveAttribute('placeholder', 'my-net');
});

test('a dialog that is closed without a choice changes nothing', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await page.evaluate(() => {
    window.fake.models.next = null;
  });
  await importButton(page).click();
  await expect(importButton(page)).toBeEnabled();
  await expect(page.getByRole('form')).toHaveCount(0);
});

test('a model that is dropped on any page is asked about, and another takes its place', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('counter', '/history');
  await drop(page, 'my-net.onnx');
  await expect(page.getByRole('heading', { name: 'Import my-net.onnx' })).toBeFocused();
  await page.getByLabel('Name').fill('mine');
  await drop(page, 'other.onnx');
  await expect(page.getByRole('heading', { name: 'Import other.onnx' })).toBeFocused();
  await expect(page.getByLabel('Name')).toHaveValue('');
  await page.evaluate(() => {
    window.fake.models.waits = true;
  });
  await submit(page).click();
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  await drop(page, 'third.onnx');
  await expect(page.getByRole('alert')).toContainText('third.onnx was not taken');
  await page.evaluate(() => window.fake.models.work());
  await expect(page.getByRole('alert').filter({ hasText: 'Imported as' })).toBeVisible();
  expect((await lastAsked(page))?.file).toBe('other.onnx');
});

test('nothing is imported while something is measured', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.goTo('/models');
  await expect(importButton(page)).toBeDisabled();
  await drop(page, 'my-net.onnx');
  await expect(formOf(page)).toContainText('Not while something is measured.');
  await expect(submit(page)).toBeDisabled();
});

test('a benchmark waits while a model is imported, and says why', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await openForm(page);
  await page.evaluate(() => {
    window.fake.models.waits = true;
  });
  await submit(page).click();
  await page.getByRole('link', { name: 'Run', exact: true }).click();
  await expect(page.getByText('A model is being imported; a benchmark waits')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeDisabled();
  await page.evaluate(() => window.fake.models.work());
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeEnabled();
  await expect(page.getByRole('checkbox', { name: 'my-net' })).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`the form has nothing for axe to find, and fits a small window, in the ${scheme} theme`, async ({
    fakePage,
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 640, height: 480 });
    await fakePage.open('counter', '/models');
    await openForm(page);
    await page.getByText('More options').click();
    await page.getByRole('button', { name: 'Choose a folder…' }).click();
    await page.getByLabel('batch').fill('-3');
    expect(await axeProblems(page)).toEqual([]);
    const overflow = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(overflow).toBe(0);
  });
}
