/** What a verifier says of one line. */

/**
 * - `verified`: signed by the key it names, each derived number follows from its windows, nothing implausible.
 * - `unsigned`: as above, but nobody stands for it; or its method is none of this program's, so that its numbers
 *   cannot be recomputed, whoever signed it. The reasons say which.
 * - `altered`: the id, the signature or a derived number does not fit the contents.
 * - `implausible`: consistent in itself, but no real machine and meter would have shown this.
 * - `unreadable`: not a submission that this version knows; kept, and not ranked.
 */
export const LINE_STATES = ['verified', 'unsigned', 'altered', 'implausible', 'unreadable'] as const;
export type LineState = (typeof LINE_STATES)[number];

export interface LineCheck {
  readonly state: LineState;
  /** Why it is not `verified`, or what could not be checked, in words; empty where there is nothing to say. */
  readonly reasons: readonly string[];
  /** Public key (hex) whose signature holds; null: none does. */
  readonly signedBy: string | null;
}
