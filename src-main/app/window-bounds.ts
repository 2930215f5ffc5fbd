/** Where the window was, and where it is opened again: never where nobody sees it. */
import { z } from 'zod';

export const windowBoundsSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});
export type WindowBounds = z.infer<typeof windowBoundsSchema>;

/** A screen without its panels, in the same units. */
export interface WorkArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** So much of a window's top must be on a screen to be caught with a mouse. */
const CATCH_WIDTH = 120;
const CATCH_HEIGHT = 40;

/** null: no screen has enough of it (one was taken away), and the system chooses the place. No larger than its screen. */
export function visibleBounds(saved: WindowBounds, screens: readonly WorkArea[]): WindowBounds | null {
  const screen = screens.find(
    (area) =>
      Math.min(saved.x + saved.width, area.x + area.width) - Math.max(saved.x, area.x) >= CATCH_WIDTH &&
      saved.y >= area.y &&
      saved.y + CATCH_HEIGHT <= area.y + area.height,
  );
  if (screen === undefined) return null;
  return {
    ...saved,
    width: Math.min(saved.width, screen.width),
    height: Math.min(saved.height, screen.height),
  };
}
