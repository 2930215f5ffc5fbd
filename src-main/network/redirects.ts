/** From one address to the next, as servers send us on. Which of them may be followed is for the caller to say. */

export const MAX_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

export interface Answer {
  readonly status: number;
  /** The last of that name; null: there is none. */
  readonly header: (name: string) => string | null;
  /** Ends the connection; nothing more can be read. */
  readonly close: () => void;
}

/** Of the headers that undici gives. */
export const headerOf =
  (headers: Readonly<Record<string, string | string[] | undefined>>) =>
  (name: string): string | null =>
    [headers[name] ?? null].flat().at(-1) ?? null;

/** The first answer that leads nowhere else, and whose it is; null: there were more than `MAX_REDIRECTS`. */
export async function followRedirects<A extends Answer>(
  start: URL,
  ask: (url: URL) => Promise<A>,
  next: (location: string, from: URL) => URL,
): Promise<{ readonly answer: A; readonly url: URL } | null> {
  let url = start;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    const answer = await ask(url);
    const location = REDIRECTS.includes(answer.status) ? answer.header('location') : null;
    if (location === null) return { answer, url };
    answer.close();
    url = next(location, url);
  }
  return null;
}
