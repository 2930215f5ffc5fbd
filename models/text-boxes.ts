/**
 * Post-processing of a differentiable-binarization text detector (Liao et al. 2020), for upright
 * text: connected regions of the probability map, grown back to the size of the text.
 */

/** In pixels of the map; right and bottom are exclusive. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** PP-OCRv4's own settings. */
const PIXEL_THRESHOLD = 0.3;
const BOX_THRESHOLD = 0.6;
const UNCLIP_RATIO = 1.5;
const MIN_SIDE_PX = 3;

interface Region extends Box {
  /** Mean probability of its pixels. */
  readonly score: number;
}

/** The boxes of text in a probability map of `height` rows. */
export function findTextBoxes(map: Float32Array, width: number, height: number): Box[] {
  return regions(map, width, height)
    .filter(
      ({ score, left, right, top, bottom }) =>
        score >= BOX_THRESHOLD && Math.min(right - left, bottom - top) >= MIN_SIDE_PX,
    )
    .map((region) => grow(region, width, height));
}

/** 4-connected regions of pixels above the threshold, by flood filling. */
function regions(map: Float32Array, width: number, height: number): Region[] {
  const seen = new Uint8Array(map.length);
  const found: Region[] = [];
  for (let start = 0; start < map.length; start += 1) {
    if (isText(map, start) && seen[start] === 0) found.push(fill(map, width, height, start, seen));
  }
  return found;
}

const isText = (map: Float32Array, at: number): boolean => (map[at] ?? 0) > PIXEL_THRESHOLD;

function fill(map: Float32Array, width: number, height: number, start: number, seen: Uint8Array): Region {
  let [left, top, right, bottom] = [width, height, 0, 0];
  let [sum, count] = [0, 0];
  const stack = [start];
  seen[start] = 1;
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const x = at % width;
    const y = (at - x) / width;
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
    sum += map[at] ?? 0;
    count += 1;
    const neighbours = [
      x > 0 ? at - 1 : -1,
      x < width - 1 ? at + 1 : -1,
      y > 0 ? at - width : -1,
      y < height - 1 ? at + width : -1,
    ];
    for (const next of neighbours) {
      if (next < 0 || seen[next] !== 0 || !isText(map, next)) continue;
      seen[next] = 1;
      stack.push(next);
    }
  }
  return { left, top, right, bottom, score: sum / count };
}

/** The detector is trained on shrunk text: moves each side out by area · ratio / perimeter. */
function grow(box: Box, width: number, height: number): Box {
  const [w, h] = [box.right - box.left, box.bottom - box.top];
  const distance = (w * h * UNCLIP_RATIO) / (2 * (w + h));
  return {
    left: Math.max(0, box.left - distance),
    top: Math.max(0, box.top - distance),
    right: Math.min(width, box.right + distance),
    bottom: Math.min(height, box.bottom + distance),
  };
}

/** Intersection over union, 0 … 1. */
export function overlapRatio(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const shared = Math.max(0, width) * Math.max(0, height);
  const area = (box: Box): number => (box.right - box.left) * (box.bottom - box.top);
  return shared / (area(a) + area(b) - shared);
}
