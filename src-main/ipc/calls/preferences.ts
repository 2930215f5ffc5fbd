/** What a person has set. */
import type { Preferences, PreferencesChange } from '#core/preferences.ts';

export interface PreferencesCalls {
  getPreferences(): Preferences;
  /** Sets what is given, keeps the rest, and returns all. */
  setPreferences(change: PreferencesChange): Preferences;
}
export const PREFERENCES_CALLS: { readonly [K in keyof PreferencesCalls]: true } = {
  getPreferences: true,
  setPreferences: true,
};
