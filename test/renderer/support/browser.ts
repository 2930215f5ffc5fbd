/** The browser in which pages are tested, drawn and timed: Debian's Chromium, without its own window where that is there. */
import { existsSync } from 'node:fs';
import type { LaunchOptions } from '@playwright/test';

const WITHOUT_WINDOW = '/usr/bin/chromium-headless-shell';
const WHOLE = '/usr/bin/chromium';

/** JOULEMARK_CHROMIUM names another one. */
export const BROWSER: LaunchOptions = {
  executablePath: process.env['JOULEMARK_CHROMIUM'] ?? (existsSync(WITHOUT_WINDOW) ? WITHOUT_WINDOW : WHOLE),
  // It has no sandbox for root, as whom containers run their tests.
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
};
