/** A chart over time that is drawn anew when told to, and never while nobody can see it. Wraps uPlot. */
import uPlot from 'uplot';
import { tick } from '#core/format/number.ts';

/** A stretch of time that is shaded. */
export interface TraceBand {
  readonly fromS: number;
  readonly toS: number;
  readonly kind: 'measure' | 'idle';
  /** Does not count: hatched, with a mark on top. */
  readonly isMarked: boolean;
}

export interface TraceLine {
  readonly isDashed: boolean;
  /** Polylines of [time in s, value]; a lone point is a dot. */
  readonly strokes: readonly (readonly (readonly [number, number])[])[];
}

export interface TraceData {
  readonly bands: readonly TraceBand[];
  readonly lines: readonly TraceLine[];
  /** The value axis begins at 0: an amount, not a position as a temperature is. */
  readonly fromZero: boolean;
}

const HEIGHT_PX = 132;
const AXIS_FONT = '12px system-ui, sans-serif';
const AXIS_WIDTH_PX = 44;
const HATCH_PX = 6;
/** The grid and the lines are seen through a band. */
const BAND_ALPHA = 0.55;
/** Lines of several sources: told apart by their colour and by their dashes. */
const COLOURS = ['--accent', '--focus', '--warn', '--bad'] as const;

export class LiveChart {
  readonly #host: HTMLElement;
  readonly #plot: uPlot;
  readonly #stop = new AbortController();
  readonly #resized: ResizeObserver;
  #data: TraceData = { bands: [], lines: [], fromZero: true };
  /** Something changed while nobody could see it. */
  #stale = false;

  constructor(host: HTMLElement) {
    this.#host = host;
    this.#plot = new uPlot(this.#options(), [[], []], host);
    this.#resized = new ResizeObserver(() => this.#fit());
    this.#resized.observe(host);
    const { signal } = this.#stop;
    document.addEventListener('visibilitychange', () => this.#catchUp(), { signal });
    const redraw = (): void => this.#plot.redraw(false, true);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw, { signal });
  }

  show(data: TraceData): void {
    this.#data = data;
    this.#stale = true;
    this.#catchUp();
  }

  destroy(): void {
    this.#stop.abort();
    this.#resized.disconnect();
    this.#plot.destroy();
  }

  #catchUp(): void {
    if (!this.#stale || document.hidden) return;
    this.#stale = false;
    const [from, to] = this.#timeRange();
    const [low, high] = this.#valueRange();
    // What is drawn comes from the hooks; uPlot needs the ranges only.
    this.#plot.batch(() => {
      this.#plot.setData(
        [
          [from, to],
          [low, high],
        ],
        false,
      );
      this.#plot.setScale('x', { min: from, max: to });
      this.#plot.setScale('y', { min: low, max: high });
    });
  }

  #fit(): void {
    const width = Math.floor(this.#host.clientWidth);
    if (width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height: HEIGHT_PX });
  }

  /** From the run's start to the last window; a minute at least, so that the first window is no wall. */
  #timeRange(): [number, number] {
    return [0, this.#data.bands.reduce((most, { toS }) => Math.max(most, toS), 60)];
  }

  #valueRange(): [number, number] {
    const { lines, fromZero } = this.#data;
    let [low, high] = [Infinity, -Infinity];
    for (const [, value] of lines.flatMap(({ strokes }) => strokes.flat())) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (low > high) return [0, 1];
    if (fromZero) return [Math.min(0, low), high > 0 ? high * 1.15 : 1];
    const spare = Math.max(2, (high - low) * 0.15);
    return [low - spare, high + spare];
  }

  #options(): uPlot.Options {
    const axis = {
      font: AXIS_FONT,
      stroke: () => this.#colour('--ink-soft'),
      grid: { stroke: () => this.#colour('--line'), width: 1 },
      ticks: { show: false },
    };
    return {
      width: Math.max(1, Math.floor(this.#host.clientWidth)),
      height: HEIGHT_PX,
      // Room for half a number at the top of the value axis.
      padding: [8, 20, 0, 0],
      scales: { x: { time: false, auto: false }, y: { auto: false } },
      series: [{}, { show: false }],
      axes: [
        { ...axis, size: 28, space: 70, incrs: TIME_STEPS_S, values: (_plot, ticks) => ticks.map(clockText) },
        { ...axis, size: AXIS_WIDTH_PX, space: 28, values: (_plot, ticks) => ticks.map(tick) },
      ],
      legend: { show: false },
      cursor: { show: false },
      hooks: { drawClear: [() => this.#drawBands()], draw: [() => this.#drawLines()] },
    };
  }

  #colour(token: string): string {
    return getComputedStyle(this.#host).getPropertyValue(token).trim();
  }

  #drawBands(): void {
    const { ctx, bbox } = this.#plot;
    for (const { fromS, toS, kind, isMarked } of this.#data.bands) {
      const left = this.#plot.valToPos(fromS, 'x', true);
      // However short, it is seen.
      const width = Math.max(1, this.#plot.valToPos(toS, 'x', true) - left);
      ctx.fillStyle = this.#colour(kind === 'measure' ? '--accent-line' : '--line');
      ctx.globalAlpha = BAND_ALPHA;
      ctx.fillRect(left, bbox.top, width, bbox.height);
      ctx.globalAlpha = 1;
      if (isMarked) this.#hatch(left, width);
    }
  }

  /** Marked by its form: lines across, and a cap on top. */
  #hatch(left: number, width: number): void {
    const { ctx, bbox } = this.#plot;
    const step = HATCH_PX * devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, width, bbox.height);
    ctx.clip();
    ctx.strokeStyle = this.#colour('--warn');
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    for (let offset = -bbox.height; offset < width; offset += step) {
      ctx.moveTo(left + offset, bbox.top + bbox.height);
      ctx.lineTo(left + offset + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.fillStyle = this.#colour('--warn');
    ctx.fillRect(left, bbox.top, width, 3 * devicePixelRatio);
    ctx.restore();
  }

  #drawLines(): void {
    const { ctx } = this.#plot;
    ctx.save();
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.lineJoin = 'round';
    for (const [index, { isDashed, strokes }] of this.#data.lines.entries()) {
      const colour = this.#colour(COLOURS[index % COLOURS.length] ?? COLOURS[0]);
      [ctx.strokeStyle, ctx.fillStyle] = [colour, colour];
      ctx.setLineDash(isDashed ? [3 * devicePixelRatio, 2 * devicePixelRatio] : []);
      for (const stroke of strokes) this.#drawStroke(stroke);
    }
    ctx.restore();
  }

  #drawStroke(stroke: readonly (readonly [number, number])[]): void {
    const { ctx } = this.#plot;
    const at = stroke.map(
      ([x, y]) => [this.#plot.valToPos(x, 'x', true), this.#plot.valToPos(y, 'y', true)] as const,
    );
    ctx.beginPath();
    const [first] = at;
    if (first !== undefined && at.length === 1) {
      ctx.arc(first[0], first[1], 2 * devicePixelRatio, 0, 2 * Math.PI);
      ctx.fill();
      return;
    }
    for (const [index, [x, y]] of at.entries()) {
      if (index === 0) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
    }
    ctx.stroke();
  }
}

const TIME_STEPS_S = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];

/** Minutes and seconds of a run, `1:05`; of a long one with hours, `1:02:05`. */
export function clockText(timeS: number): string {
  const seconds = Math.round(timeS);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const head = hours === 0 ? `${minutes}` : `${hours}:${two(minutes)}`;
  return `${head}:${two(seconds % 60)}`;
}
