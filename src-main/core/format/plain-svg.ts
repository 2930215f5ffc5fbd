/** A drawing of Observable Plot without what a strict page refuses. */

/** What is used of an element here: the DOM is no part of the core's language. */
export interface Drawn {
  readonly textContent: string | null;
  querySelectorAll(selector: string): Iterable<Drawn>;
  getAttributeNames(): string[];
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  remove(): void;
}

/** The picture has one name for all of it: those of its parts would be read out by nobody. */
const GONE = ['style', 'aria-hidden', 'aria-label'];

/**
 * In place: what a policy without inline styles forbids goes, and what is not needed, and digits that nobody sees. Its
 * size and font come from the page, by the class `plot`.
 */
export function makePlain(figure: Drawn): void {
  for (const style of figure.querySelectorAll('style')) style.remove();
  for (const text of figure.querySelectorAll('text')) if (text.textContent === '') text.remove();
  for (const element of [figure, ...figure.querySelectorAll('*')]) {
    for (const name of element.getAttributeNames()) {
      const value = element.getAttribute(name) ?? '';
      if (GONE.includes(name)) element.removeAttribute(name);
      else element.setAttribute(name, value.replace(/(\.\d\d)\d+/g, '$1'));
    }
  }
  for (const name of ['width', 'height', 'class', 'font-size', 'font-family']) figure.removeAttribute(name);
  figure.setAttribute('class', 'plot');
}
