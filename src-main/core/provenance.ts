/** How a joule was obtained, and what it covers. */

/** Best first: the order of trust, and of choice where several meters cover the same thing. */
export const TIERS = ['external', 'counter', 'sensor', 'model', 'estimate'] as const;
export type Tier = (typeof TIERS)[number];

export const DOMAINS = [
  'package',
  'core',
  'uncore',
  'dram',
  'gpu',
  'npu',
  'soc',
  'psys',
  'battery',
  'wall',
] as const;
export type Domain = (typeof DOMAINS)[number];
