/** Which windows of a row its figures stand on. Without the statistics, whose packages a strict page refuses. */
import type { Window } from '../record/schema.ts';

type Metered = Window & { energyJ: number };

/** The measuring windows that the figures stand on, and whether flagged ones had to serve. */
export function usedWindows<W extends Window>(
  windows: readonly W[],
): { readonly used: readonly (W & Metered)[]; readonly fromFlagged: boolean } {
  const metered = windows.filter(
    (window): window is W & Metered =>
      window.kind === 'measure' && window.energyJ !== null && window.inferences > 0,
  );
  const clean = lastByRound(metered.filter((window) => window.flags.length === 0));
  const fromFlagged = clean.length < 2 && metered.length > clean.length;
  return { used: fromFlagged ? lastByRound(metered) : clean, fromFlagged };
}

function lastByRound<W extends Metered>(windows: readonly W[]): W[] {
  return [...new Map(windows.map((window) => [window.round, window])).values()];
}
