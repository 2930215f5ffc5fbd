/**
 * What Electron's main process and a browser page with a worker in it say to each other. Requests and replies
 * are those of messages.ts, with these differences: `path` is an address at which the page finds the model, and
 * the data file at index i of `dataFiles` lies at `dataFileAddress`; times are seconds of the page's own clock; processor
 * time is not the page's to know.
 */
import { z } from 'zod';
import { replySchema, type Reply, type Request } from './messages.ts';

export type ToPage = Request | { readonly kind: 'clock'; readonly id: number };

const notices = z.discriminatedUnion('kind', [
  /** Once: requests are heard from now on. */
  z.object({ kind: z.literal('ready') }),
  /** `atS`: what the page's clock showed. */
  z.object({ kind: z.literal('clock'), id: z.int().nonnegative(), atS: z.number() }),
  /** The page can do no more; it is ended with this reason. */
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]);

export type PageNotice = z.infer<typeof notices>;
export type FromPage = Reply | PageNotice;

export const fromPageSchema: z.ZodType<FromPage> = z.union([replySchema, notices]);

/** E.g. `app://web-1f…/model/0` and index 0 → `app://web-1f…/model/1`. */
export function dataFileAddress(modelAddress: string, index: number): string {
  return modelAddress.replace(/\d+$/, String(index + 1));
}
