/** What the native runtime can be asked for on this platform. */
import { listSupportedBackends } from 'onnxruntime-node';
import type { Answer } from '#core/worker/messages.ts';

export function listBackends(): Answer<'backends'> {
  return listSupportedBackends().map(({ name, bundled }) => ({ name, bundled }));
}
