/** The window as it opens, and what its page may not do. */
import { App, expect, test } from './support/app.ts';

test('opens and says what this machine can give', async ({ app }) => {
  await expect(app.page).toHaveTitle('Joulemark');
  expect(app.page.url()).toBe('app://joulemark/index.html');
  await expect(app.page.getByText('Meters and devices of this machine')).toBeVisible();
  await expect(app.runButton).toBeEnabled();
  const models = app.page.getByRole('group', { name: 'Models' });
  await expect(models.getByRole('checkbox')).toHaveCount(13);
  // The default suite is chosen; reference architectures run when asked for.
  await expect(models.getByRole('checkbox', { checked: true })).toHaveCount(4);
});

test.describe('a first start', () => {
  test.use({ isFirstStart: true });
  test('opens on what the machine can give', async ({ app }) => {
    await expect(app.page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
    await expect(app.page.getByText(/^This machine gives (measured|estimated) results/)).toBeVisible({
      timeout: 30_000,
    });
    await app.page.getByRole('button', { name: 'Go to the first run' }).click();
    await expect(app.runButton).toBeEnabled();
    await app.page.reload();
    await expect(app.page.getByRole('link', { name: 'Run', exact: true })).toHaveAttribute(
      'aria-current',
      'page',
    );
  });
});

test('the page is sandboxed, isolated and without Node', async ({ app }) => {
  const found = await app.page.evaluate(() =>
    ['process', 'require', 'module', 'Buffer', 'global', 'electron'].filter((name) => name in globalThis),
  );
  expect(found).toEqual([]);
  const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    const { sandbox, contextIsolation, nodeIntegration, webSecurity } = contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webSecurity };
  });
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  });
});

test('the policy refuses inline scripts, eval and remote content', async ({ app }) => {
  const refused = await app.page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(event.effectiveDirective),
    );
    const fetched = await fetch('https://example.com/').then(
      () => 'done',
      () => 'refused',
    );
    const image = new Image();
    image.src = 'https://example.com/a.png';
    const drawn = await new Promise((resolve) => {
      image.onload = () => resolve('done');
      image.onerror = () => resolve('refused');
    });
    // After something asynchronous: until then the driver's own rights would apply.
    const evaluated = tryTo(() => globalThis.eval('globalThis.broken = true'));
    // Trusted types refuse even the text of a script element.
    const inline = tryTo(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.broken = true';
      document.head.append(script);
    });
    const attribute = tryTo(() => document.body.setAttribute('onclick', 'globalThis.broken = true'));
    function tryTo(task: () => unknown): string {
      try {
        task();
        return 'broken' in globalThis ? 'done' : 'ignored';
      } catch (error) {
        return `refused: ${(error as Error).name}`;
      }
    }
    return { inline, evaluated, attribute, fetched, drawn, violations: [...new Set(violations)].sort() };
  });
  expect(refused).toMatchObject({
    inline: 'refused: TypeError',
    evaluated: 'refused: EvalError',
    attribute: 'refused: TypeError',
    fetched: 'refused',
    drawn: 'refused',
  });
  expect(refused.violations).toEqual(expect.arrayContaining(['connect-src', 'img-src']));
});

test('navigation, new windows, permissions and the network are refused', async ({ app }) => {
  const opened = await app.page.evaluate(() => window.open('https://example.com/') === null);
  expect(opened).toBe(true);
  await app.page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  const permission = await app.page.evaluate(() => Notification.requestPermission());
  expect(permission).toBe('denied');
  expect(app.page.url()).toBe('app://joulemark/index.html');
  expect(app.electron.windows()).toHaveLength(1);
  const network = await app.electron.evaluate(({ session }) =>
    session.defaultSession.fetch('http://127.0.0.1:9/').then(
      () => 'answered',
      (error: Error) => error.message,
    ),
  );
  expect(network).toContain('ERR_BLOCKED_BY_CLIENT');
});

test('the scheme serves the built page and nothing else', async ({ app }) => {
  const statuses = await app.electron.evaluate(async ({ session }) => {
    const status = async (path: string, method = 'GET'): Promise<number> =>
      (await session.defaultSession.fetch(`app://joulemark/${path}`, { method })).status;
    return {
      page: await status('index.html'),
      posted: await status('index.html', 'POST'),
      fake: await status('fake.html'),
      outside: await status('..%2f..%2fpackage.json'),
      source: await status('main.ts'),
      folder: await status('assets'),
    };
  });
  expect(statuses).toEqual({ page: 200, posted: 404, fake: 404, outside: 404, source: 404, folder: 404 });
});

test('main checks what the page sends', async ({ app }) => {
  const replies = await app.page.evaluate(async () => {
    const api = (window as unknown as { joulemark: Record<string, (...args: unknown[]) => Promise<unknown>> })
      .joulemark;
    return [
      await api['startRun']?.({ models: null, length: 'long' }),
      await api['submit']?.({ recordId: '../../etc/passwd', ids: ['00'] }),
      await api['previewSubmission']?.('00000000000000ff'),
    ];
  });
  expect(replies).toEqual([
    { ok: false, error: expect.objectContaining({ code: 'wrong-usage' }) },
    { ok: false, error: expect.objectContaining({ code: 'wrong-usage' }) },
    { ok: false, error: expect.objectContaining({ code: 'file-unreadable' }) },
  ]);
});

test('a page that crashed is loaded again', async ({ app }) => {
  await expect(app.runButton).toBeVisible();
  const buttons = () =>
    app.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (!contents || contents.isCrashed() || contents.isLoading()) return 'not there';
      return contents.executeJavaScript('document.querySelector("button.primary")?.innerText ?? "none"');
    });
  expect(await buttons()).toBe('Run benchmark');
  await app.electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents;
    return new Promise<void>((resolve) => {
      contents.once('render-process-gone', () => resolve());
      contents.forcefullyCrashRenderer();
    });
  });
  await expect.poll(buttons).toBe('Run benchmark');
});

test('goes to a page by the menu, and opens again where it was', async ({ app, dataDir }) => {
  // The menu comes with what answers the page: this button tells that it is there.
  await expect(app.runButton).toBeVisible();
  const choose = () =>
    app.electron.evaluate(({ Menu }) => {
      const view = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&View');
      const item = view?.submenu?.items.find(({ label }) => label === 'Method');
      item?.click();
      return item !== undefined;
    });
  await expect.poll(choose).toBe(true);
  await expect(app.page.getByRole('heading', { name: 'How the numbers are made' })).toBeVisible();
  const placed = { x: 30, y: 40, width: 900, height: 640 };
  await app.electron.evaluate(({ BrowserWindow }, bounds) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(bounds);
  }, placed);
  await app.electron.close();

  const again = await App.launch(dataDir);
  try {
    const bounds = await again.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBounds(),
    );
    expect(bounds).toEqual(placed);
  } finally {
    await again.electron.close();
  }
});
