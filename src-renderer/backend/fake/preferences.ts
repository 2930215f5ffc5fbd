import type { Preferences } from '#core/preferences.ts';

/** Of somebody who has seen the first page and set nothing. Spelt out: the schema's module must not be in a page. */
export const NOTHING_SET: Preferences = {
  pricePerKwh: null,
  currency: 'EUR',
  gridGramsPerKwh: null,
  plugAddress: null,
  updateAddress: null,
  threads: null,
  welcomed: true,
  presets: [],
};
