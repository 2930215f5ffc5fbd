import { z } from 'zod';
import { preferencesChangeSchema } from '#core/preferences.ts';
import type { PreferencesCalls } from '../calls/preferences.ts';
import type { GuardsOf } from './guard.ts';

export const PREFERENCES_GUARDS: GuardsOf<PreferencesCalls> = {
  getPreferences: z.tuple([]),
  setPreferences: z.tuple([preferencesChangeSchema]),
};
