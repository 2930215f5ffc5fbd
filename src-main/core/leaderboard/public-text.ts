/** Free text on its way into a file that others read. */

/** Put in the place of a text that names something private. */
export const WITHHELD = '(withheld: the text named a private path or an address)';

/** Kernel paths name instruments, never people; everything else that looks like a path may. */
const PRIVATE: readonly RegExp[] = [
  // An absolute POSIX path, or one from the home folder: at the start or after a space, quote or sign.
  /(?:^|[\s"'`(=:,;<>[{|])~?\/(?!(?:sys|proc|dev)\/)[^\s/]/u,
  // A way out of a kernel path.
  /\/\.\.(?:\/|$)/u,
  // A home folder by its short name.
  /(?:^|\s)~\w*(?:\/|\\)/u,
  // Windows drives and shares.
  /(?:^|[^A-Za-z])[A-Za-z]:[\\/]/u,
  /\\\\[^\\\s]/u,
  // Addresses: URL, IPv4, MAC, IPv6 (three groups or more, or a double colon), e-mail.
  /[A-Za-z][A-Za-z0-9+.-]*:\/\//u,
  /(?:^|[^\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/u,
  /(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}/u,
  /(?:[0-9A-Fa-f]{1,4}:){3,}[0-9A-Fa-f]{1,4}|[0-9A-Fa-f]{1,4}::[0-9A-Fa-f]{1,4}|(?:^|\s)::1/u,
  /[^\s@]+@[^\s@]+\.[^\s@]+/u,
  // What marks one piece of hardware: UUIDs (NVIDIA's GPUs have one), and whatever is called a serial number.
  /[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}/u,
  /\b(?:serial|s\/n)\s*(?:no\b|num|[:=#]|\S*\d)/iu,
];

/**
 * The text itself, or `WITHHELD` when it holds a path outside /sys, /proc and /dev, an address, or what marks
 * one piece of hardware. The whole text goes: where a path with spaces ends, nobody can tell.
 */
export function publicText(text: string): string {
  return PRIVATE.some((pattern) => pattern.test(text)) ? WITHHELD : text;
}
