/** A question that takes yes or no. */
import { createInterface } from 'node:readline/promises';

/** Only a `y` is a yes: an empty line, another word, Ctrl-D and Ctrl-C are none. */
export async function askOn(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  question: string,
): Promise<boolean> {
  const lines = createInterface({ input, output });
  // An input that ends leaves the question open for ever, and the program would end without a word.
  const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('\n')));
  const asked = lines.question(`${question} [y/N] `).catch((error: Error) => {
    if (error.name === 'AbortError') return '\n';
    throw error;
  });
  try {
    const answer = await Promise.race([asked, closed]);
    // Whoever answers ends the line by that.
    if (answer === '\n') output.write('\n');
    return /^y(?:es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
