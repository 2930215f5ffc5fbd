/** What a whole file must hash to, as whoever keeps it says. */

export interface Checksum {
  readonly algorithm: 'sha256' | 'sha512';
  /** In lower case. */
  readonly hex: string;
}

/** For people, e.g. `SHA-256 ab12…`. */
export function checksumText({ algorithm, hex }: Checksum): string {
  return `${algorithm === 'sha256' ? 'SHA-256' : 'SHA-512'} ${hex}`;
}
