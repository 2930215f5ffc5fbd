/** Which of the indexed lines are written, in which order. */
import { setImmediate as otherWork } from 'node:timers/promises';
import { Claimants } from '#core/leaderboard/merge/represent.ts';
import type { SignatureCheck } from '#core/leaderboard/signature.ts';
import type { LineIndex } from './line-index.ts';

/** After so many lines were looked at, timers get their turn: one of them keeps the lock. */
const LINES_A_TURN = 100;

/** Places of the index. `textAt` is asked only where different lines claim one id. */
export async function chooseLines(
  index: LineIndex,
  textAt: (place: number) => string,
  isSignature: SignatureCheck,
): Promise<Uint32Array> {
  const places = index.ordered();
  let written = 0;
  let judged = 0;
  for (let from = 0; from < places.length;) {
    const first = places[from] as number;
    let to = from + 1;
    while (to < places.length && index.claimSame(first, places[to] as number)) to += 1;
    if (to === from + 1) places[written++] = first;
    else {
      // Counted from 0 in the order of the places, which is the order of the result.
      const claimants = new Claimants((each) => textAt(places[from + each] as number), isSignature);
      for (let each = 0; each < to - from; each += 1) {
        claimants.add(each);
        judged += 1;
        if (judged % LINES_A_TURN === 0) await otherWork();
      }
      for (const each of claimants.staying()) places[written++] = places[from + each] as number;
    }
    from = to;
  }
  return places.subarray(0, written);
}
