/** Which page is shown: it stands in the address, `#/results/0123456789abcdef`, so that going back works. */

export class Router {
  #hash = $state('');

  /** `run`, or whatever stands there: the page list decides what it means. Empty at the start. */
  readonly page = $derived.by(() => this.#parts[0] ?? '');
  /** What of that page, e.g. the id of a record; null: nothing in particular. */
  readonly argument = $derived.by(() => this.#parts[1] ?? null);
  readonly #parts = $derived.by(() =>
    this.#hash
      .replace(/^#\/?/, '')
      .split('/')
      .filter((part) => part !== ''),
  );

  /** Follows the address from here on; returns the function that stops following. */
  listen(): () => void {
    const follow = (): void => {
      this.#hash = location.hash;
    };
    follow();
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }
}
