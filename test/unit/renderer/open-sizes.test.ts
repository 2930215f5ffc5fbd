import { describe, expect, it } from 'vitest';
import type { FileInput } from '#core/open-dims.ts';
import { openSizes, shapesOf } from '#renderer/state/open-sizes.ts';

const input = (name: string, dims: FileInput['dims']): FileInput => ({ name, type: 'float32', dims });
const said = (sizes: Record<string, number> = {}) => new Map(Object.entries(sizes));

const PICTURE = [input('x', ['batch', 3, '', ''])];
const TEXT = [input('ids', ['batch', 'seq']), input('mask', ['batch', 'past + seq']), input('scale', [1])];

describe('openSizes', () => {
  it('names each open size once, with what it will be', () => {
    expect(openSizes(TEXT, said())).toEqual([
      { key: 'batch', label: 'batch', size: 1 },
      { key: 'seq', label: 'seq', size: 128 },
      { key: 'past + seq', label: 'past + seq', size: 128 },
    ]);
  });

  it('lets what is said of one change what follows from it', () => {
    const sizes = openSizes(TEXT, said({ seq: 64, past: 16 }));
    expect(sizes.map(({ size }) => size)).toEqual([1, 64, 80]);
  });

  it('tells dimensions without a name apart, and guesses them by their place', () => {
    expect(openSizes(PICTURE, said()).map(({ label, size }) => [label, size])).toEqual([
      ['batch', 1],
      ['x, dimension 3', 224],
      ['x, dimension 4', 224],
    ]);
    const [, height] = openSizes(PICTURE, said());
    const after = openSizes(PICTURE, said({ [height!.key]: 64 })).map(({ size }) => size);
    expect(after).toEqual([1, 64, 224]);
  });

  it('has none where the file states all, or not even how many there are', () => {
    expect(openSizes([input('x', [1, 3]), input('y', null)], said())).toEqual([]);
  });
});

describe('shapesOf', () => {
  it('leaves all to the import where nothing was said', () => {
    expect(shapesOf([...PICTURE, ...TEXT], said())).toEqual({});
  });

  it('gives whole shapes of the inputs that what was said changes, and of no others', () => {
    expect(shapesOf([...TEXT, input('z', ['n', 4])], said({ seq: 64 }))).toEqual({
      ids: [1, 64],
      mask: [1, 64],
    });
  });

  it('says also what would have been guessed, once a person said it', () => {
    expect(shapesOf(PICTURE, said({ batch: 1 }))).toEqual({ x: [1, 3, 224, 224] });
  });

  it('keeps names that are words of the language', () => {
    const shapes = shapesOf([input('__proto__', ['batch', 4])], said({ batch: 2 }));
    expect(Object.entries(shapes)).toEqual([['__proto__', [2, 4]]]);
  });
});
