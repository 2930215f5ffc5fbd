/** What the native runtime can be asked for on this platform. */
import { listSupportedBackends } from 'onnxruntime-node';
import type { Answer } from '#core/worker/messages.ts';
import { runtimeFolder, whatIsThere } from './providers/provider-library.ts';

export async function listBackends(): Promise<Answer<'backends'>> {
  return whatIsThere(listSupportedBackends(), await runtimeFolder());
}
