/** What the page may do: run its own script, wear its own style, and nothing else. */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * Content Security Policy for the texts of the one style and the one script, exactly as they stand in the page.
 * `script` null: there is none, and none runs.
 */
export function contentPolicy(style: string, script: string | null): string {
  return [
    "default-src 'none'",
    `style-src '${hashSource(style)}'`,
    ...(script === null ? [] : [`script-src '${hashSource(script)}'`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hashSource(text: string): string {
  return `sha256-${base64(sha256(utf8ToBytes(text)))}`;
}

/** RFC 4648. Here, since nothing pure that Node and the browser share in this language version has it. */
function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const bits = (a << 16) | (b << 8) | c;
    const signs = [18, 12, 6, 0].map((shift) => ALPHABET[(bits >> shift) & 63] ?? '').join('');
    text += signs.slice(0, Math.min(3, bytes.length - at) + 1).padEnd(4, '=');
  }
  return text;
}
