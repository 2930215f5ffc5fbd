/** Writing to the terminal, a pipe or a file that stdout was sent to. */
import { Fault } from '#core/errors.ts';
import { plain } from '#report/terminal.ts';
import type { Output } from './context.ts';

/** The reader has gone (`joulemark … | head`): there is nobody left to write for, which is no failure. */
const READER_GONE = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

export function isReaderGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && READER_GONE.has(String(error.code));
}

/** Resolves when the text has been handed over. Rejects with a `Fault` for any other reason than a gone reader. */
export function write(output: Output, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(text, (error) => {
      if (!error || isReaderGone(error)) resolve();
      else
        reject(new Fault('file-unwritable', `cannot write the results: ${error.message}`, { cause: error }));
    });
  });
}

/** A line to stderr; what it quotes cannot steer the terminal. */
export function note(output: Output, text: string): Promise<void> {
  return write(output, `${plain(text)}\n`);
}

/** Columns to write for; null: no terminal, so lines of any length. Some terminals say 0 and mean nothing. */
export function widthFor(output: Output): number | null {
  return output.isTTY === true ? output.columns || 80 : null;
}
