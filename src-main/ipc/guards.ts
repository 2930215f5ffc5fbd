/** Checks of every payload that the window sends, run in main before its handler. */
import type { Calls } from './contract.ts';
import type { GuardsOf } from './guards/guard.ts';
import { EXPORT_GUARDS } from './guards/exports.ts';
import { COMPARE_GUARDS } from './guards/compare.ts';
import { ADVICE_GUARDS } from './guards/advice.ts';
import { HISTORY_GUARDS } from './guards/history.ts';
import { LEADERBOARD_GUARDS } from './guards/leaderboard.ts';
import { MACHINE_GUARDS } from './guards/machine.ts';
import { MODEL_GUARDS } from './guards/models.ts';
import { OPEN_GUARDS } from './guards/open.ts';
import { PLUG_GUARDS } from './guards/plug.ts';
import { PREFERENCES_GUARDS } from './guards/preferences.ts';
import { RUN_GUARDS } from './guards/run.ts';
import { STORAGE_GUARDS } from './guards/storage.ts';
import { SUBMIT_GUARDS } from './guards/submit.ts';
import { UPDATE_GUARDS } from './guards/updates.ts';
import { VARIANT_GUARDS } from './guards/variants.ts';

export const GUARDS: GuardsOf<Calls> = {
  ...MACHINE_GUARDS,
  ...RUN_GUARDS,
  ...HISTORY_GUARDS,
  ...EXPORT_GUARDS,
  ...SUBMIT_GUARDS,
  ...PREFERENCES_GUARDS,
  ...COMPARE_GUARDS,
  ...MODEL_GUARDS,
  ...VARIANT_GUARDS,
  ...PLUG_GUARDS,
  ...UPDATE_GUARDS,
  ...STORAGE_GUARDS,
  ...LEADERBOARD_GUARDS,
  ...OPEN_GUARDS,
  ...ADVICE_GUARDS,
};
