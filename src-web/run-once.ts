/** One inference outside the loop. */
import type { InferenceSession } from 'onnxruntime-web';
import { faultOf } from './faults.ts';

/** Rejects with a `Fault`. */
export function runOnce(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
): Promise<InferenceSession.ReturnType> {
  return session.run(feeds).catch((cause: unknown) => {
    throw faultOf(cause, 'inference-failed', 'The model loaded but did not run');
  });
}
