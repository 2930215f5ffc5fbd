/** Currencies by their codes (ISO 4217), with their names in the system's language. */

export interface Currency {
  readonly code: string;
  readonly title: string;
}

/** By code; `chosen` is among them even where the system does not know it. */
export function currencies(chosen: string): Currency[] {
  const names = new Intl.DisplayNames(undefined, { type: 'currency', fallback: 'code' });
  const codes = new Set([...Intl.supportedValuesOf('currency'), chosen]);
  return [...codes].sort().map((code) => {
    const name = names.of(code) ?? code;
    return { code, title: name === code ? code : `${code} – ${name}` };
  });
}
