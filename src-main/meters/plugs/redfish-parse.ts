/** A server's own meter by Redfish: `Chassis/<id>/Power`, and `EnvironmentMetrics` of newer ones. */
import { Fault } from '#core/errors.ts';
import { listOf, numberOf, objectOf, textOf } from '../told-json.ts';

export interface RedfishPower {
  /** Of the whole chassis. */
  readonly consumedW: number;
  readonly capacityW: number | null;
  readonly minimumW: number | null;
  readonly maximumW: number | null;
  /** Over the controller's own interval. */
  readonly averageW: number | null;
  readonly intervalMinutes: number | null;
  readonly supplies: readonly RedfishSupply[];
}

export interface RedfishSupply {
  readonly name: string | null;
  readonly inputW: number | null;
  readonly outputW: number | null;
  readonly inputV: number | null;
}

/** Faults `meter-unreadable` (no such document), `meter-missing` (the value is null or not there). */
export function parseRedfish(answer: unknown): RedfishPower {
  const document = objectOf(answer);
  if (document === null) throw new Fault('meter-unreadable', 'the answer is no Redfish document');
  const control = objectOf(listOf(document.PowerControl)[0]);
  const metrics = objectOf(control?.PowerMetrics);
  const consumedW =
    numberOf(control?.PowerConsumedWatts) ?? numberOf(objectOf(document.PowerWatts)?.Reading) ?? null;
  if (consumedW === null) throw new Fault('meter-missing', 'Redfish tells no consumed power of this chassis');
  return {
    consumedW,
    capacityW: numberOf(control?.PowerCapacityWatts),
    minimumW: numberOf(metrics?.MinConsumedWatts),
    maximumW: numberOf(metrics?.MaxConsumedWatts),
    averageW: numberOf(metrics?.AverageConsumedWatts),
    intervalMinutes: numberOf(metrics?.IntervalInMin),
    supplies: listOf(document.PowerSupplies).flatMap((value) => {
      const supply = objectOf(value);
      if (supply === null) return [];
      return {
        name: textOf(supply.Name),
        inputW: numberOf(supply.PowerInputWatts),
        outputW: numberOf(supply.PowerOutputWatts) ?? numberOf(supply.LastPowerOutputWatts),
        inputV: numberOf(supply.LineInputVoltage),
      };
    }),
  };
}
