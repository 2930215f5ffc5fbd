/** The trace of ONNX Runtime's profiler, which its web build writes to the console line by line. */
import { Fault } from '#core/errors.ts';

let kept: string[] | null = null;

/** Lets `traceOf` see what is written. Call once, before ONNX Runtime is loaded. */
export function watchConsole(): void {
  const page = globalThis.console;
  const write = page.log.bind(page);
  page.log = (...words: unknown[]) => {
    if (kept === null) write(...words);
    else kept.push(words.join(' '));
  };
}

/** What `write` writes, as the JSON that it is. */
export function traceOf(write: () => void): unknown {
  const lines: string[] = [];
  kept = lines;
  try {
    write();
  } finally {
    kept = null;
  }
  return parseTrace(lines);
}

/** Throws a `Fault` where the lines are no JSON array. */
export function parseTrace(lines: readonly string[]): unknown {
  const text = lines.join('\n');
  const from = text.indexOf('[');
  const to = text.lastIndexOf(']');
  try {
    return JSON.parse(text.slice(from, to + 1));
  } catch (cause) {
    throw new Fault('internal', "ONNX Runtime wrote no readable profile to the page's console", { cause });
  }
}
