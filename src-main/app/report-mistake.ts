/** Tells who started the app of a mistake of ours; the page gets its message, too. */
export function reportMistake(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}
