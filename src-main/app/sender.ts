/** Who may call the main process: the top frame of our own page, and nobody else. */
import { APP_ORIGIN } from './asset.ts';

/** The part of Electron's `WebFrameMain` that is looked at. */
export interface Frame {
  readonly origin: string;
  readonly parent: unknown;
}

/** `frame` is null when it has gone or navigated since it called. */
export function isOurPage(frame: Frame | null, devServer: string | null): boolean {
  if (frame === null || frame.parent !== null) return false;
  return frame.origin === APP_ORIGIN || (devServer !== null && frame.origin === devServer);
}
