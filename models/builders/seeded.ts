/**
 * Seeded numbers that are the same bits on every machine: integer arithmetic, and single float operations
 * that IEEE 754 rounds in one way only (no `Math.log` or `Math.cos`, whose last bits differ between engines).
 */

/** FNV-1a (32 bits) of a text, so that each tensor has numbers of its own, whatever was made before it. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Xorshift of 32 bits (Marsaglia 2003, 13-17-5); never 0. Returns a function that gives the next uint32. */
export function xorshift(seed: number): () => number {
  // The first numbers of seeds that lie close together are alike; multiplied they are not.
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let warmUp = 0; warmUp < 8; warmUp += 1) next();
  return next;
}

/** Standard deviation of the sum of two independent uniform integers 0 … 65535: √((65536² − 1) / 6). */
const TRIANGLE_DEVIATION = Math.sqrt((65_536 * 65_536 - 1) / 6);

/**
 * `count` values with mean 0 and the given standard deviation, triangular in ±√6 deviations: the sum of
 * the two halves of one random uint32.
 */
export function seededValues(name: string, count: number, deviation: number): Float32Array {
  const values = new Float32Array(count);
  const scale = deviation / TRIANGLE_DEVIATION;
  // The generator stands here once more, without a call: a decoder has 135 million weights.
  let state = xorshift(seedOf(name))() | 0;
  for (let at = 0; at < count; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    values[at] = ((state >>> 16) + (state & 0xffff) - 65_535) * scale;
  }
  return values;
}

/** Values around `mean`, e.g. the scales of a normalisation. */
export function seededAround(name: string, count: number, mean: number, deviation: number): Float32Array {
  return seededValues(name, count, deviation).map((value) => mean + value);
}
