/**
 * Design power and logical processors of common processors, from their makers' product pages
 * (Intel ARK "TDP" or "Processor Base Power"; AMD product specifications "Default TDP"). Only for the
 * estimate: a machine with a real meter never uses it.
 */
export interface DesignPower {
  readonly tdpW: number;
  /** Logical processors of the whole package, over which its power is shared out. */
  readonly logicalCpus: number;
}

/** Matched against the model name, in this order. */
const TABLE: readonly (readonly [RegExp, DesignPower])[] = [
  [/i5-8250U|i7-8550U/, { tdpW: 15, logicalCpus: 8 }],
  [/i5-1135G7|i7-1165G7|i7-1185G7/, { tdpW: 28, logicalCpus: 8 }],
  [/i7-10750H/, { tdpW: 45, logicalCpus: 12 }],
  [/i5-12400/, { tdpW: 65, logicalCpus: 12 }],
  [/i7-12700K/, { tdpW: 125, logicalCpus: 20 }],
  [/i9-12900K|i7-13700K/, { tdpW: 125, logicalCpus: 24 }],
  [/i9-13900K/, { tdpW: 125, logicalCpus: 32 }],
  [/Ultra 7 155H/, { tdpW: 28, logicalCpus: 22 }],
  [/Ryzen 5 5600X/, { tdpW: 65, logicalCpus: 12 }],
  [/Ryzen 7 5800X/, { tdpW: 105, logicalCpus: 16 }],
  [/Ryzen 9 5950X/, { tdpW: 105, logicalCpus: 32 }],
  [/Ryzen 7 5800H/, { tdpW: 45, logicalCpus: 16 }],
  [/Ryzen 7 7840U/, { tdpW: 28, logicalCpus: 16 }],
  [/Ryzen 5 7600X/, { tdpW: 105, logicalCpus: 12 }],
  [/Ryzen 9 7950X/, { tdpW: 170, logicalCpus: 32 }],
  [/E5-2680 v4/, { tdpW: 120, logicalCpus: 28 }],
  [/E5-2686 v4/, { tdpW: 145, logicalCpus: 36 }],
  [/Gold 6248\b/, { tdpW: 150, logicalCpus: 40 }],
  [/Platinum 8280\b/, { tdpW: 205, logicalCpus: 56 }],
  [/EPYC 7742/, { tdpW: 225, logicalCpus: 128 }],
  [/EPYC 7763/, { tdpW: 280, logicalCpus: 128 }],
  [/EPYC 9654/, { tdpW: 360, logicalCpus: 192 }],
];

/** null: the name is not in the table (or a virtual machine hides it). */
export function designPower(cpuModel: string | null): DesignPower | null {
  if (cpuModel === null) return null;
  const plain = cpuModel.replace(/\((?:R|TM)\)/gi, '').replace(/\s+/g, ' ');
  return TABLE.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}
