/** When a run began. */

/** In the reader's own time zone and language. */
export function timeText(startedAt: string, locale?: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return format.format(new Date(startedAt));
}
