import type { PreferencesCalls } from '#ipc/calls/preferences.ts';
import type { HandlersOf } from '../answer-call.ts';
import type { Parts } from './parts.ts';

export const preferencesHandlers = ({ settings }: Pick<Parts, 'settings'>): HandlersOf<PreferencesCalls> => ({
  getPreferences: () => settings.read().preferences,
  setPreferences: (change) => {
    const preferences = { ...settings.read().preferences, ...change };
    settings.write({ preferences });
    return preferences;
  },
});
