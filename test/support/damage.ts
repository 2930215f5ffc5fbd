/**
 * Damage to ONNX files, aimed at where it matters. Damage to bytes mostly breaks a length and is noticed at once;
 * damage to records keeps the lengths right, and gives models that are wrong in what they say.
 */
import fc from 'fast-check';
import { parseRecords, placesIn, writeRecords } from './wire-records.ts';

export type ByteDamage =
  | { readonly kind: 'set'; readonly at: number; readonly value: number }
  | { readonly kind: 'cut'; readonly at: number; readonly length: number }
  | { readonly kind: 'end'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number };

/** Records by their index in the order of the file. */
export type RecordDamage =
  | { readonly kind: 'drop'; readonly index: number }
  | { readonly kind: 'double'; readonly index: number }
  | { readonly kind: 'replace'; readonly index: number; readonly by: number }
  | { readonly kind: 'retag'; readonly index: number; readonly tag: number }
  | { readonly kind: 'refill'; readonly index: number; readonly bytes: Uint8Array };

export type Damage = ByteDamage | RecordDamage;

/** Up to three changes of bytes, or two of records. */
export function damages(bytes: Uint8Array): fc.Arbitrary<readonly Damage[]> {
  const places = placesIn(parseRecords(bytes));
  return fc.oneof(
    { weight: 1, arbitrary: fc.array(byteDamage(bytes, places), { minLength: 1, maxLength: 3 }) },
    { weight: 2, arbitrary: fc.array(recordDamage(places.length), { minLength: 1, maxLength: 2 }) },
  );
}

export function damaged(bytes: Uint8Array, changes: readonly Damage[]): Uint8Array {
  return changes.reduce(apply, bytes);
}

/** Most of them at tags, lengths and the small values behind them. */
function byteDamage(bytes: Uint8Array, places: readonly number[]): fc.Arbitrary<Damage> {
  const structural = fc
    .tuple(fc.nat(places.length - 1), fc.nat(12))
    .map(([index, beyond]) => Math.min((places[index] ?? 0) + beyond, bytes.length - 1));
  const at = fc.oneof(
    { weight: 5, arbitrary: structural },
    { weight: 1, arbitrary: fc.nat(bytes.length - 1) },
  );
  const length = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 5000 }));
  const value = fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 2, 5, 0x0a, 0x2a, 0x7f, 0x80, 0xff));
  const inserted = fc.uint8Array({ minLength: 1, maxLength: 12 });
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('set' as const), at, value }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), at, length }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('end' as const), at }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('insert' as const), at, bytes: inserted }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat' as const), at, length }) },
  );
}

function recordDamage(count: number): fc.Arbitrary<Damage> {
  const index = fc.nat(count - 1);
  const tag = fc
    .tuple(fc.integer({ min: 1, max: 25 }), fc.constantFrom(0, 2, 5))
    .map(([id, wire]) => id * 8 + wire);
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 10 }),
    // -1, 2^31, 2^62 and the like as varints, and names that may exist.
    fc.constantFrom(
      Uint8Array.of(0),
      Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 255, 1),
      Uint8Array.of(128, 128, 128, 128, 8),
      Uint8Array.of(128, 128, 128, 128, 128, 128, 128, 128, 64),
    ),
  );
  return fc.oneof(
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('drop' as const), index }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('double' as const), index }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('replace' as const), index, by: index }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('retag' as const), index, tag }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('refill' as const), index, bytes }) },
  );
}

function apply(bytes: Uint8Array, damage: Damage): Uint8Array {
  if ('index' in damage) return writeRecords(parseRecords(bytes), damage);
  const at = Math.min(damage.at, bytes.length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (damage.kind) {
    case 'set':
      return Uint8Array.from(bytes).fill(damage.value, at, at + 1);
    case 'cut':
      return joined(before, after.subarray(damage.length));
    case 'end':
      return before.slice();
    case 'insert':
      return joined(before, damage.bytes, after);
    case 'repeat':
      return joined(before, after.subarray(0, damage.length), after);
  }
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
