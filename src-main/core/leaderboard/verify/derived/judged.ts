/** What a line says in words of its row: where it ran, how its answers fare, how far it can be trusted, and why. */
import { covers, uncoveredReasons, type Described } from '../../../energy/choose.ts';
import { judgeFidelity } from '../../../fidelity.ts';
import { judgePlacement, type PlacementJudgement } from '../../../placement-judge.ts';
import { claimedDevice } from '../../../providers.ts';
import type { ProtocolConstants } from '../../../protocol/constants.ts';
import { summariseEnergy } from '../../../protocol/summary.ts';
import { judge } from '../../../protocol/verdict.ts';
import { publicText, WITHHELD } from '../../public-text.ts';
import type { Submission } from '../../schema.ts';
import { differsText, quoted } from '../compare.ts';

export function judgementFaults(submission: Submission, constants: ProtocolConstants): string[] {
  const { configuration, windows, tier, domains, verdict } = submission;
  const placed = placementJudgement(submission);
  const judged = judge(summariseEnergy(windows, constants.confidenceLevel), windows, tier, constants);
  const fidelityReasons = (submission.fidelity?.shortfalls ?? []).map((text) => `degraded: ${text}`);
  const meter = meterOf(submission);
  const worked = { device: placed.device, adapter: submission.adapter };
  const uncovered = uncoveredReasons(meter, worked, placed.timeByDevice);
  const reasons = [...placed.reasons, ...uncovered, ...fidelityReasons, ...judged.reasons];
  return [
    ...differsText('tier', tier, submission.meter.tier),
    ...differsText('configuration.device', configuration.device, placed.device),
    ...differsText('ranAs', String(submission.ranAs), String(placed.ranAs)),
    ...differsText('deviceVerified', String(submission.deviceVerified), String(placed.deviceVerified)),
    ...(covers(meter, placed.device, submission.adapter)
      ? []
      : [`the meter covers ${domains.join(' + ')}, and so not what the ${placed.device} used`]),
    ...differsText('verdict', verdict, judged.verdict),
    ...textFaults('reasons', submission.reasons, reasons),
    ...fidelityFaults(submission.fidelity),
  ];
}

function placementJudgement(submission: Submission): PlacementJudgement {
  const { configuration, placement, placementNodes, fallbacks, adapter, tensorsOn } = submission;
  // What was asked for; `configuration.device` is what came out.
  const asked = { ...configuration, device: claimedDevice(configuration) };
  return judgePlacement(asked, {
    placement: { timeRatio: placement, nodeRatio: placementNodes, fallbacks, examples: [] },
    adapter,
    tensorsOn,
  });
}

/** As much of the meter as its choice depends on. */
function meterOf({ meter, tier }: Submission): Described {
  return { kind: tier === 'estimate' ? 'estimate' : 'counter', info: meter };
}

/**
 * In the same order. The writer withholds a text that holds something private, e.g. the name of a user that happens to
 * be a word of it: which words those are, a line does not tell. What was withheld says nothing, so nobody is misled.
 */
function textFaults(name: string, stated: readonly string[], follows: readonly string[]): string[] {
  const wanted = follows.map((text) => publicText(text));
  const fits = (text: string | undefined, index: number) => text === wanted[index] || text === WITHHELD;
  if (stated.length === wanted.length && stated.every(fits)) return [];
  const wrong = stated.find((text, index) => !fits(text, index));
  const missing = wanted.find((_, index) => !fits(stated[index], index));
  return [
    wrong === undefined
      ? `${name} lacks ${quoted(missing ?? '')}, which follows from the rest of the line`
      : `${name} holds ${quoted(wrong)}, but ${missing === undefined ? 'nothing' : quoted(missing)} follows there`,
  ];
}

function fidelityFaults(fidelity: Submission['fidelity']): string[] {
  if (fidelity === null) return [];
  const { task, bounds, holds, shortfalls, ...agreement } = fidelity;
  const follows = judgeFidelity(agreement, task, bounds);
  return [
    ...differsText('fidelity.holds', String(holds), String(follows.holds)),
    ...textFaults('fidelity.shortfalls', shortfalls, follows.shortfalls),
  ];
}
