/** How the scripts fail: in a sentence with a remedy where the cause is known, with a stack where it is not. */

/** A failure that a person can act on; shown without a stack. */
export class Problem extends Error {
  /**
   * @param {string} message what went wrong
   * @param {{ remedy?: string, cause?: unknown, exitCode?: number }} [options]
   */
  constructor(message, options = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Problem';
    this.remedy = options.remedy ?? null;
    this.exitCode = options.exitCode ?? 1;
  }
}

/**
 * Prints an error to stderr and returns the exit code that goes with it.
 * @param {unknown} error
 * @returns {number}
 */
export function reportError(error) {
  if (error instanceof Problem) {
    process.stderr.write(`joulemark: ${error.message}\n`);
    if (error.remedy !== null) process.stderr.write(`  ${error.remedy}\n`);
    return error.exitCode;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}

/**
 * Runs a script's main function. Its number becomes the exit code; without one, the code that
 * something inside has set stays.
 * @param {() => Promise<number | void>} body
 */
export async function runScript(body) {
  const code = await body().catch(reportError);
  if (code !== undefined) process.exitCode = code;
}
