/** `41.3 W`, in the language of the system. */
export function powerText(powerW: number): string {
  return `${new Intl.NumberFormat(undefined, { maximumFractionDigits: powerW < 100 ? 1 : 0 }).format(powerW)} W`;
}
