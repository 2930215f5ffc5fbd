/** Free text on its way into a file that others read. */

/** Put in the place of a text that names something private. */
export const WITHHELD = '(withheld: the text named a private path, address or name)';

/** Kernel paths name instruments, never people; everything else that looks like a path may. */
const PRIVATE: readonly RegExp[] = [
  // An absolute POSIX path, or one from the home folder: at the start or after a space, quote or sign.
  /(?:^|[\s"'`(=:,;<>[{|])~?\/(?!(?:sys|proc|dev)\/)[^\s/]/u,
  // A way out of a kernel path, through a process's root, to what is named by a serial number, or by chance.
  /\/\.\.(?:\/|$)/u,
  /\/(?:home|Users|by-(?:id|uuid|label|partuuid))\//u,
  // A home folder by its short name.
  /(?:^|\s)~\w*(?:\/|\\)/u,
  // Windows drives and shares.
  /(?:^|[^A-Za-z])[A-Za-z]:[\\/]/u,
  /\\\\[^\\\s]/u,
  // Addresses: URL, IPv4, MAC (three ways of writing it), IPv6 (three groups or more, or a double colon), e-mail.
  /[A-Za-z][A-Za-z0-9+.-]*:\/\//u,
  /(?:^|[^\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/u,
  /(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}/u,
  /\b(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}\b/u,
  /(?:^|[^0-9A-Za-z])(?=[A-Fa-f]*\d)(?=\d*[A-Fa-f])[0-9A-Fa-f]{12}(?![0-9A-Za-z])/u,
  /(?:[0-9A-Fa-f]{1,4}:){3,}[0-9A-Fa-f]{1,4}|[0-9A-Fa-f]{1,4}::[0-9A-Fa-f]{1,4}|(?:^|\s)::1/u,
  /[^\s@]+@[^\s@]+\.[^\s@]+/u,
  // Names in a network at home or at work.
  /[\w-]\.(?:local|localdomain|lan|home|internal|intranet|corp|fritz\.box)(?![\w-])/iu,
  // What marks one piece of hardware: UUIDs (NVIDIA's GPUs have one), and whatever is called a serial number.
  /[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}/u,
  /\b(?:serial|s\/n)\s*(?:no\b|num|[:=#]|\S*\d)/iu,
  /usbserial-/iu,
  // Language and country, as locales are written.
  /(?:^|[^A-Za-z0-9])[a-z]{2,3}[_-][A-Z]{2}(?![A-Za-z0-9])/u,
];

/** What steers a terminal or turns the direction of writing; a line must look like what it is. */
const INVISIBLE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The text itself, or `WITHHELD` when it holds a path outside /sys, /proc and /dev, an address, a locale, what
 * marks one piece of hardware, or one of the `words` (see `privateWords`), however their letters are written. The
 * whole text goes: where a path with spaces ends, nobody can tell. Control characters become U+FFFD.
 */
export function publicText(text: string, words: readonly string[] = []): string {
  const isPrivate = PRIVATE.some((pattern) => pattern.test(text)) || words.some((word) => holds(text, word));
  return isPrivate ? WITHHELD : text.replace(INVISIBLE, '\uFFFD');
}

/** As a word of its own: a user called `max` is not in `maximum`. */
function holds(text: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu').test(text);
}

/** Names that many machines and users have tell nothing of anybody, and are in texts for other reasons. */
const COMMON = new Set(
  `root admin administrator user users guest test home host localhost localdomain pc computer laptop desktop
   server workstation notebook macbook macbook-air macbook-pro mac-mini imac pi raspberrypi raspberry raspbian
   jetson nvidia intel amd arm apple qualcomm microsoft google linux ubuntu debian fedora arch alpine windows
   macos docker container runner runneradmin ci build builder jenkins vagrant ec2-user azureuser codespace
   vscode node cpu gpu npu`.split(/\s+/u),
);

/**
 * From the names that a machine and its user have (host, user, home folder, plug; empty ones are none) to the words
 * that no public text may hold. What is common or shorter than three letters is left out.
 */
export function privateWords(names: readonly (string | null | undefined)[]): string[] {
  const words = names.flatMap((name) => {
    const whole = name?.trim() ?? '';
    // Of `anna.example.org` the first part alone is as telling.
    return [whole, whole.split('.')[0] ?? ''];
  });
  return [...new Set(words)].filter((word) => word.length >= 3 && !COMMON.has(word.toLowerCase()));
}
