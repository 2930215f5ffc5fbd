/** How far the page's clock is from ours, from messages there and back. */

export interface RoundTrip {
  /** On our clock, s. */
  readonly sentS: number;
  readonly receivedS: number;
  /** On the page's clock, s, at a moment in between. */
  readonly pageS: number;
}

/**
 * What to add to the page's times, s: taken from the shortest round trip, and wrong by half of that at most.
 * Throws on an empty list.
 */
export function clockOffsetS(roundTrips: readonly RoundTrip[]): number {
  const { sentS, receivedS, pageS } = roundTrips.reduce((best, next) =>
    widthS(next) < widthS(best) ? next : best,
  );
  return (sentS + receivedS) / 2 - pageS;
}

const widthS = ({ sentS, receivedS }: RoundTrip): number => receivedS - sentS;
