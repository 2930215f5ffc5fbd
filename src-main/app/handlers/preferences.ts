import type { PreferencesCalls } from '#ipc/calls/preferences.ts';
import type { MakeHandlers } from './parts.ts';

export const preferencesHandlers: MakeHandlers<PreferencesCalls> = ({ settings }) => ({
  getPreferences: () => settings.read().preferences,
  setPreferences: (change) => {
    const preferences = { ...settings.read().preferences, ...change };
    settings.write({ preferences });
    return preferences;
  },
});
