/** What the operating system offers to keep the app's secret key: Keychain, DPAPI, or a desktop's key ring. */
import type { SafeStorage } from 'electron';
import type { Protection } from '#store/keys/protected-key.ts';

/** On Linux: none of these protects, they only look as if they did. */
const NO_KEY_RING = new Set(['basic_text', 'unknown']);

/**
 * null: nothing. Only after the app is ready. The synchronous calls are those that Electron 33 has as well; what
 * they protect, the asynchronous ones that follow them can reveal.
 */
export function keyProtection(
  safeStorage: Pick<
    SafeStorage,
    'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
  >,
  platform: NodeJS.Platform,
): Protection | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  if (platform === 'linux' && NO_KEY_RING.has(safeStorage.getSelectedStorageBackend())) return null;
  return {
    protect: (bytes) => safeStorage.encryptString(Buffer.from(bytes).toString('base64')),
    reveal: (bytes) => Buffer.from(safeStorage.decryptString(Buffer.from(bytes)), 'base64'),
  };
}
