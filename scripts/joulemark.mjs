#!/usr/bin/env node
/**
 * The `joulemark` command. In a checkout it first installs and builds what is missing, saying so on
 * stderr only, and finds an Electron where the command needs browser pages; in an installed package it just
 * runs what was built.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ROOT } from './lib/checkout.mjs';
import { becomeCli } from './lib/cli.mjs';
import { asksForPages, electronForCli } from './lib/cli-electron.mjs';
import { checkNode, ensureInstalled } from './lib/install.mjs';
import { runScript } from './lib/problem.mjs';

const args = process.argv.slice(2);

await runScript(async () => {
  if (existsSync(join(ROOT, 'electron.vite.config.ts'))) {
    await ensureInstalled({ quiet: true });
    await ensureBuilt({ quiet: true });
    if (asksForPages(args)) Object.assign(process.env, await electronForCli());
  } else {
    checkNode();
  }
  await becomeCli(args);
});
