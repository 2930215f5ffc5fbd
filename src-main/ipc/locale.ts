/** The reader's locale is known before the page is: it comes as an argument of its process, and no call is waited for. */

const FLAG = '--joulemark-locale=';

export const localeArguments = (locale: string | null): string[] => (locale === null ? [] : [FLAG + locale]);

/** null: none was given. */
export const localeGiven = (argv: readonly string[]): string | null =>
  argv.find((argument) => argument.startsWith(FLAG))?.slice(FLAG.length) ?? null;
