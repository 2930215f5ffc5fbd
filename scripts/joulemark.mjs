#!/usr/bin/env node
/**
 * The `joulemark` command. In a checkout it first installs and builds what is missing, saying so on
 * stderr only; in an installed package it just runs what was built.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ROOT } from './lib/checkout.mjs';
import { becomeCli } from './lib/cli.mjs';
import { checkNode, ensureInstalled } from './lib/install.mjs';
import { runScript } from './lib/problem.mjs';

await runScript(async () => {
  if (existsSync(join(ROOT, 'electron.vite.config.ts'))) {
    await ensureInstalled({ quiet: true });
    await ensureBuilt({ quiet: true });
  } else {
    checkNode();
  }
  await becomeCli(process.argv.slice(2));
});
