/** From what ONNX Runtime threw to a `Fault` that says what to do. */
import { listSupportedBackends } from 'onnxruntime-node';
import type { Provider } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import { codeOf, withoutHostName } from './fault-patterns.ts';
import { findMissingLibrary } from './missing-library.ts';
import { remedyFor } from './remedies.ts';

export function reasonOf(cause: unknown): string {
  return withoutHostName(cause instanceof Error ? cause.message : String(cause)).trim();
}

/** Source file, function and C++ condition of a check that failed: what they found stands behind them. */
const FAILED_CHECK = /^\S+\.(?:cc|cpp|h):\d+ .*? was false\.\s+(?=\S)/s;

/** ONNX Runtime's words for people; where it tells no more than the check, that. */
export const withoutCheck = (text: string): string => text.replace(FAILED_CHECK, '');

/** Throws `provider-missing` unless this build of ONNX Runtime has the provider; its libraries may still be missing. */
export function expectProvider(
  provider: Provider,
  listed = listSupportedBackends().map(({ name }) => name),
): void {
  if (listed.includes(provider)) return;
  throw new Fault(
    'provider-missing',
    `ONNX Runtime for ${process.platform} ${process.arch} has no ${provider}; it has ${listed.join(', ')}`,
  );
}

/** `what` was tried stands before ONNX Runtime's own words, e.g. `ONNX Runtime did not load model.onnx on cuda`. */
export async function loadFault(cause: unknown, provider: Provider, what: string): Promise<Fault> {
  const text = reasonOf(cause);
  const found = codeOf(text, 'load');
  const isProviders = found === 'provider-missing' || found === 'provider-failed';
  const missingLibrary = isProviders ? await findMissingLibrary(provider) : null;
  // The provider's own library is there, and lacks another one.
  const lacksOther = missingLibrary !== null && !missingLibrary.startsWith('libonnxruntime');
  const code = found === 'provider-missing' && lacksOther ? 'provider-failed' : found;
  const lacks = missingLibrary === null ? '' : ` (${missingLibrary} cannot be opened)`;
  const remedy = remedyFor({ code, provider, platform: process.platform, text, missingLibrary });
  return new Fault(code, `${what}: ${withoutCheck(text)}${lacks}`, {
    cause,
    ...(remedy === null ? {} : { remedy }),
  });
}

export function runFault(cause: unknown, what: string): Fault {
  const text = reasonOf(cause);
  return new Fault(codeOf(text, 'run'), `${what}: ${withoutCheck(text)}`, { cause });
}
