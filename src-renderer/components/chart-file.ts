/** A chart on the page as a file that needs no page: an SVG with its colours in it, or a PNG. */

export interface ChartFile {
  /** Of the file, without its extension. */
  readonly name: string;
  readonly kind: 'svg' | 'png';
  /** The text of an SVG, the bytes of a PNG in base64. */
  readonly content: string;
}

/** What a style sheet may say of a drawing, and what browsers say where none does. */
const DRAWN_WITH = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
  'paint-order',
  'visibility',
] as const;

/** Pixels of a PNG for one of the page. */
const SCALE = 2;
const MARGIN_PX = 12;

/** Letters, digits and hyphens, as the file's name may have them. */
export function fileName(...words: readonly string[]): string {
  const name = words
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name.slice(0, 100).replace(/-$/, '') || 'chart';
}

/** Looks as it does on the page now, on the ground that it stands on. */
export function svgText(svg: SVGSVGElement): string {
  const { width, height } = sizeOf(svg);
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  [svg, ...svg.querySelectorAll<SVGElement>('*')].forEach((element, index) => {
    const target = copies[index];
    if (target !== undefined) takeOver(element, target);
  });
  const ground = document.createElementNS(SVG, 'rect');
  const box = { x: -MARGIN_PX, y: -MARGIN_PX, width: width + 2 * MARGIN_PX, height: height + 2 * MARGIN_PX };
  for (const [name, value] of Object.entries(box)) ground.setAttribute(name, String(value));
  ground.setAttribute('fill', groundOf(svg));
  // What the page scaled stays scaled: its own box is put into the one of the file.
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('overflow', 'visible');
  const whole = document.createElementNS(SVG, 'svg');
  whole.setAttribute('viewBox', `${box.x} ${box.y} ${box.width} ${box.height}`);
  whole.setAttribute('width', String(box.width));
  whole.setAttribute('height', String(box.height));
  whole.append(ground, copy);
  return new XMLSerializer().serializeToString(whole);
}

/** Bytes in base64. Rejects where the browser cannot draw it. */
export async function pngBase64(svg: SVGSVGElement): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(svg))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.naturalWidth * SCALE);
  canvas.height = Math.round(image.naturalHeight * SCALE);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this window has no room to draw in');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

const SVG = 'http://www.w3.org/2000/svg';

function sizeOf(svg: SVGSVGElement): { width: number; height: number } {
  const { width, height } = svg.getBoundingClientRect();
  return { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
}

function takeOver(element: SVGElement, target: SVGElement): void {
  const style = getComputedStyle(element);
  for (const property of DRAWN_WITH) target.setAttribute(property, style.getPropertyValue(property));
  for (const name of ['class', 'style']) target.removeAttribute(name);
}

/** The colour behind it: that of the nearest element that has one. */
function groundOf(svg: SVGSVGElement): string {
  for (let element: Element | null = svg; element !== null; element = element.parentElement) {
    const colour = getComputedStyle(element).backgroundColor;
    if (colour !== 'rgba(0, 0, 0, 0)' && colour !== 'transparent') return colour;
  }
  return 'white';
}
