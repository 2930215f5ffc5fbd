/** What the window's frame asks of the page. */
import type { PageId } from '#core/page-titles.ts';

export interface ShellEvents {
  /** Chosen in the menu, or by its key. */
  navigate: { readonly page: PageId };
}
export const SHELL_EVENTS: { readonly [K in keyof ShellEvents]: true } = { navigate: true };
