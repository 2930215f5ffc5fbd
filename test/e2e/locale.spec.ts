/** The app speaks English and ships no other language; numbers follow the system's region all the same. */
import { App, expect, test } from './support/app.ts';

test.skip(process.platform !== 'linux', 'elsewhere the region is no variable of the environment');

const CASES = [
  { name: 'of the system', env: { LC_ALL: 'de_DE.UTF-8' }, locale: 'de-DE', said: 'at 0,025' },
  {
    name: 'of numbers alone',
    env: { LC_ALL: '', LANG: 'en_US.UTF-8', LC_NUMERIC: 'fr_FR.UTF-8' },
    locale: 'fr-FR',
    said: 'at 0,025',
  },
  { name: 'of no country', env: { LC_ALL: 'C.UTF-8' }, locale: 'en-US', said: 'at 0.025' },
];

for (const { name, env, locale, said } of CASES) {
  test(`numbers follow the locale ${name}`, async ({ dataDir }) => {
    const { electron, page } = await App.launch(dataDir, env);
    try {
      expect(
        await page.evaluate(() => (window as unknown as { joulemark: { locale: string } }).joulemark.locale),
      ).toBe(locale);
      await page.evaluate(() => (location.hash = '#/method'));
      await expect(page.getByText(said)).toBeVisible({ timeout: 30_000 });
    } finally {
      await electron.close();
    }
  });
}
