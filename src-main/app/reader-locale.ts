/** After which locale the page writes numbers and dates. It speaks English all the same. */

/** POSIX's form: language, region, and what says nothing of numbers. */
const POSIX = /^([a-z]{2,3})(?:_([A-Z]{2}))?(?:[.@].*)?$/;

/**
 * As BCP 47 has it; null: the system does not say. `systemLocale`: Electron's, which on Linux is that of messages; who
 * reads English and writes numbers as at home has set LC_NUMERIC.
 */
export function readersLocale(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  systemLocale: string,
): string | null {
  const ofNumbers = platform === 'linux' ? env['LC_ALL'] || env['LC_NUMERIC'] : undefined;
  const [, language, region] = POSIX.exec(ofNumbers ?? '') ?? [];
  if (language !== undefined) return region === undefined ? language : `${language}-${region}`;
  // ICU's own form has more behind an @: `de-DE@euro`.
  return systemLocale.split('@')[0] || null;
}
