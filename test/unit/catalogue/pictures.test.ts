import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { decodePicture } from '#catalogue/feeds/decode-picture.ts';
import { pictureTensor } from '#catalogue/feeds/picture-input.ts';
import { resample } from '#catalogue/feeds/resample.ts';
import type { InputSpec } from '#core/suite.ts';
import type { Picture } from '#models/definition.ts';

function pngBytes(width: number, height: number, rgba: readonly number[]): Uint8Array {
  const png = new PNG({ width, height });
  png.data.set(rgba);
  return PNG.sync.write(png);
}
const flat = (width: number, height: number, rgb: readonly number[]): Picture => ({
  ...{ width, height },
  rgb: Uint8Array.from({ length: 3 * width * height }, (_, at) => rgb[at % 3] ?? 0),
});
const input = (type: InputSpec['type'], dims: readonly number[]): InputSpec => ({
  name: 'x',
  type,
  dims,
  meaning: '',
});

describe('decodePicture', () => {
  it('reads PNG by its content, with what is transparent on black', () => {
    const bytes = pngBytes(2, 1, [255, 128, 0, 255, 200, 100, 50, 0]);
    expect(decodePicture(bytes, 'a.jpg')).toEqual({
      width: 2,
      height: 1,
      rgb: Uint8Array.of(255, 128, 0, 0, 0, 0),
    });
  });

  it('reads JPEG', () => {
    const data = Buffer.from(Array.from({ length: 64 }, () => [200, 100, 50, 255]).flat());
    const { data: bytes } = jpeg.encode({ width: 8, height: 8, data }, 95);
    const picture = decodePicture(bytes, 'a.jpg');
    expect([picture.width, picture.height]).toEqual([8, 8]);
    for (const [at, value] of [200, 100, 50].entries()) {
      expect(Math.abs((picture.rgb[at] ?? 0) - value)).toBeLessThan(4);
    }
  });

  const bomb = pngBytes(1, 1, [0, 0, 0, 255]);
  // 60000 × 60000 pixels stated in a file of 70 bytes.
  new DataView(bomb.buffer, bomb.byteOffset).setUint32(16, 60_000);
  new DataView(bomb.buffer, bomb.byteOffset).setUint32(20, 60_000);
  it.each([
    ['text', new TextEncoder().encode('GIF89a'), 'neither PNG nor JPEG'],
    ['nothing', new Uint8Array(), 'neither PNG nor JPEG'],
    ['half a PNG', pngBytes(9, 9, []).subarray(0, 60), 'not a whole picture'],
    ['the beginning of a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 'not a whole picture'],
    ['more pixels than anybody has', bomb, 'it states 3600000000 pixels'],
  ])('refuses %s by name', (_what, bytes, message) => {
    expect(() => decodePicture(bytes, 'dir/b.png')).toThrow(
      expect.objectContaining({
        code: 'input-invalid',
        message: expect.stringMatching(`^dir/b.png .*${message}`),
      }),
    );
  });
});

describe('resample', () => {
  it('keeps a plain colour at every size', () => {
    for (const [width, height] of [
      [1, 1],
      [7, 3],
      [40, 50],
    ] as const) {
      expect(new Set(resample(flat(10, 20, [9, 99, 199]), width, height).rgb)).toEqual(new Set([9, 99, 199]));
    }
  });

  it('leaves out no pixel when it shrinks', () => {
    const rgb = new Uint8Array(3 * 8);
    rgb.fill(240, 9, 12);
    const shrunk = resample({ width: 8, height: 1, rgb }, 2, 1).rgb;
    // One of eight pixels is bright: the whole stays about as bright as it was.
    expect((shrunk[0] ?? 0) + (shrunk[3] ?? 0)).toBeGreaterThan(50);
    expect((shrunk[0] ?? 0) + (shrunk[3] ?? 0)).toBeLessThan(70);
  });

  it('goes evenly between two pixels when it grows', () => {
    const { rgb } = resample({ width: 2, height: 1, rgb: Uint8Array.of(0, 0, 0, 100, 100, 100) }, 4, 1);
    expect([rgb[0], rgb[3], rgb[6], rgb[9]]).toEqual([0, 25, 75, 100]);
  });
});

describe('pictureTensor', () => {
  const picture: Picture = { width: 2, height: 1, rgb: Uint8Array.of(255, 0, 51, 0, 102, 255) };

  it.each([
    ['unit', [1, 0, 0, 0.4, 0.2, 1]],
    ['signed', [1, -1, -1, -0.2, -0.6, 1]],
    [
      'imagenet',
      [
        (1 - 0.485) / 0.229,
        -0.485 / 0.229,
        -0.456 / 0.224,
        (0.4 - 0.456) / 0.224,
        (0.2 - 0.406) / 0.225,
        (1 - 0.406) / 0.225,
      ],
    ],
  ] as const)('lays planes of red, green and blue, values %s', (by, values) => {
    const { dims, data } = pictureTensor(picture, input('float32', [1, 3, 1, 2]), by);
    expect(dims).toEqual([1, 3, 1, 2]);
    for (const [at, value] of values.entries()) expect(data[at]).toBeCloseTo(value, 5);
  });

  it('lays pixels where channels come last, and bytes as they are', () => {
    expect(pictureTensor(picture, input('uint8', [1, 1, 2, 3]), 'signed').data).toEqual(picture.rgb);
  });

  it('takes the luma for one channel', () => {
    expect(pictureTensor(picture, input('uint8', [1, 1, 1, 2]), 'unit').data).toEqual(
      Uint8Array.of(Math.round(0.299 * 255 + 0.114 * 51), Math.round(0.587 * 102 + 0.114 * 255)),
    );
  });

  it.each([[[1, 128]], [[2, 3, 8, 8]], [[1, 4, 8, 8]], [[3, 8, 8]]])('refuses an input of [%j]', (dims) => {
    expect(() => pictureTensor(picture, input('float32', dims), 'unit')).toThrow(
      expect.objectContaining({ code: 'input-invalid', message: expect.stringContaining('"x"') }),
    );
  });
});
