/**
 * What the command line and an Electron that it started for browser pages say to each other, over Node's own
 * channel between parent and child (structured clone). Inside `message` stands what messages.ts describes.
 */
export type ToWebHost =
  /** Opens a page with a worker in it. `worker` is a number that was not used before. */
  | { readonly kind: 'open'; readonly worker: number }
  | { readonly kind: 'to'; readonly worker: number; readonly message: unknown }
  | { readonly kind: 'kill'; readonly worker: number };

export type FromWebHost =
  /** Once: pages can be opened now. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'opened'; readonly worker: number }
  | { readonly kind: 'from'; readonly worker: number; readonly message: unknown }
  /** However it ended, also instead of `opened`; `reason` is in words. */
  | { readonly kind: 'exited'; readonly worker: number; readonly reason: string };

/** The argument that makes the app open pages for a command line, and no window. */
export const WEB_HOST_FLAG = '--joulemark-web-host';
