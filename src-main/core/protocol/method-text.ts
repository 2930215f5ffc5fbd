/** How the numbers are made, in words that cannot differ from the constants: README, reports, screen. */
import { number, rounded } from '../format/number.ts';
import { LEAST_OWN_SHARE } from '../placement-judge.ts';
import { METHOD_VERSION } from './version.ts';
import type { ProtocolConstants } from './constants.ts';

const percent = (ratio: number): string => `${rounded(100 * ratio, 2)} %`;

/** A text in which each number is written as the reader writes it. */
const said = (parts: TemplateStringsArray, ...values: readonly (string | number)[]): string =>
  String.raw({ raw: parts }, ...values.map((value) => (typeof value === 'number' ? number(value) : value)));

/** One sentence or two a paragraph, without markup. */
export function methodText(constants: ProtocolConstants): string[] {
  const c = constants;
  return [
    said`Method version ${METHOD_VERSION}. Figures of different versions never share a ranking.`,
    said`Each configuration runs in a worker process of its own. It is loaded, profiled once for its placement, compared with fp32 over at least 32 inputs, and warmed up until two successive medians of its latency (${c.warmUpSliceSeconds} s each) differ by at most ${percent(c.warmUpToleranceRatio)}, for ${c.warmUpMaxSeconds} s at most.`,
    said`A window runs inferences back to back for ${c.windowSeconds} s, longer where fewer than ${c.minInferences} inferences or ${c.minUpdatePeriods} updates of a power reading would fit or (up to ${c.longestWindowSeconds} s) where the meter is coarse, after ${c.settleSeconds} s of unmeasured running. Energy counters are read at the edge of a tick; an inference that an edge cuts counts by its share of time inside.`,
    said`A round visits every configuration once, in an order that the seed decides. An idle window opens each round and one closes the run; a window's idle power is interpolated between its two neighbours. Net energy per inference is (energy − idle power × time) / inferences, and may be negative; gross is energy / inferences.`,
    said`A window is repeated, ${c.maxRepeats} times at most, when other programs used more than ${percent(c.disturbedShare)} of the processors' time, when a throttle counter moved or the frequency fell below ${percent(c.throttledFrequencyRatio)} of its best, when the power source changed, when the wall clock and the monotonic clock moved apart by more than ${c.clockJumpSeconds} s (the machine slept), when the meter failed, or when its steps or late readings resolve the energy to no better than ${percent(c.coarseRatio)}. All windows stay in the record; the figures use the clean ones, or say that they could not.`,
    said`Before a window, the machine may cool down to within ${c.temperatureBandC} °C of the round's first temperature, for ${c.temperatureWaitSeconds} s at most.`,
    said`The ${percent(c.confidenceLevel)} interval is Student's t over the rounds, widened by the covariance that neighbouring rounds have through the idle window they share. A run takes at least ${c.minRounds} rounds and at most ${c.maxRounds}; it stops when every interval's half-width is at most ${percent(c.targetHalfWidthRatio)} of its mean, or at the time limit of ${c.timeLimitSeconds} s, and then says which rows did not converge.`,
    said`Two configurations are called different when a t-test on the ratios of their paired rounds says so after Holm's correction over all pairs at ${c.separationLevel}. In ascending order, one that is not told apart from the first of a rank shares that rank. A configuration whose answers fall short of what its model must keep is degraded: it ranks behind all that hold.`,
    said`Placement is proved, not claimed: ONNX Runtime's profiler, on once before the windows and off in them, names the provider that executed each node. A row carries each provider's share of the node time and of the nodes, and the operators that fell back. A provider that executed less than ${percent(LEAST_OWN_SHARE)} of the node time did not run the model: its row stands for the provider that did, as in "cpu (via webgpu)". A software adapter (SwiftShader, llvmpipe, WARP, Microsoft Basic Render) computes on the processor: its row counts as the processor, never as a GPU. Where nothing tells what a provider computed on, the row says unverified.`,
    said`The meter of a row is the most trusted one that covers what the model really ran on, and is chosen after that is known. The estimate covers the processor alone; the processor's package covers a GPU inside it, and no other. Of several metered GPUs the one that did the work is read; where that cannot be told, none is. A row that no meter covers is incomplete: it has its latency and no rank. Ranks count within one tier and one set of energy domains.`,
    said`A meter that would need windows above ${c.longestWindowSeconds} s for ${c.minUpdatePeriods} updates is not used unless such windows are asked for. The meter's own accuracy is kept apart from the interval: repeating cannot show it.`,
  ];
}
