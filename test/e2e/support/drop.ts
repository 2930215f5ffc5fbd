/** A file from the file manager. */
import type { Page } from '@playwright/test';

/** A file that an input holds has a path, as one that is dragged here has: it takes the way of a drop from there. */
export async function drop(page: Page, file: string): Promise<void> {
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    document.body.append(input);
  });
  const input = page.locator('body > input');
  await input.setInputFiles(file);
  await input.evaluate((node: HTMLInputElement) => {
    const dataTransfer = new DataTransfer();
    for (const each of node.files ?? []) dataTransfer.items.add(each);
    node.remove();
    document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
  });
}
