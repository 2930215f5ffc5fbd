import { describe, expect, it } from 'vitest';
import { keyProtection } from '#app/key-protection.ts';

type SafeStorage = Parameters<typeof keyProtection>[0];

/** Takes texts alone, as Electron's does. */
function storage(
  available: boolean,
  backend: ReturnType<SafeStorage['getSelectedStorageBackend']>,
): SafeStorage {
  return {
    isEncryptionAvailable: () => available,
    getSelectedStorageBackend: () => backend,
    encryptString: (text) => Buffer.from(`v11${[...text].reverse().join('')}`),
    decryptString: (bytes) => [...bytes.toString().slice(3)].reverse().join(''),
  };
}

describe('keyProtection', () => {
  it('is none where the system has none', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(keyProtection(storage(false, 'gnome_libsecret'), platform)).toBeNull();
    }
  });

  it('is none where Linux would only pretend', () => {
    for (const backend of ['basic_text', 'unknown'] as const) {
      expect(keyProtection(storage(true, backend), 'linux')).toBeNull();
    }
  });

  it('asks for no backend where there is no choice of them', () => {
    const noBackends: SafeStorage = {
      ...storage(true, 'unknown'),
      getSelectedStorageBackend: () => {
        throw new TypeError('not on this platform');
      },
    };
    expect(keyProtection(noBackends, 'darwin')).not.toBeNull();
    expect(keyProtection(noBackends, 'win32')).not.toBeNull();
  });

  it('gives every byte back as it was', async () => {
    const protection = keyProtection(storage(true, 'gnome_libsecret'), 'linux')!;
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const kept = await protection.protect(bytes);
    expect(Uint8Array.from(await protection.reveal(kept))).toEqual(bytes);
  });
});
