/** What is said of presets. */

/** null: all that it names is here. */
export function missingText({
  name,
  missing,
}: {
  readonly name: string;
  readonly missing: readonly string[];
}): string | null {
  if (missing.length === 0) return null;
  return `“${name}” names what cannot run here: ${missing.join('; ')}. The rest of it is chosen.`;
}
