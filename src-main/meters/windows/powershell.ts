/** The PowerShell that every Windows has, and what it prints as lists. */

export const POWERSHELL = 'powershell.exe';

/** No profile and no questions; the first error ends it with a failure. */
export function powerShellArgs(script: string): string[] {
  return [
    '-NoLogo',
    '-NoProfile',
    '-NonInteractive',
    '-Command',
    `$ErrorActionPreference = 'Stop'\n${script}`,
  ];
}

/** `Key : Value` lines of `Format-List`, an object for each block of them. */
export function parsePowerShellList(text: string): ReadonlyMap<string, string>[] {
  return text
    .split(/(?:\r?\n[ \t]*){2,}/)
    .map((block) => {
      const pairs = [...block.matchAll(/^\s*(\w+)\s*[:=][ \t]*(.*?)\s*$/gm)];
      return new Map(pairs.map(([, key = '', value = '']) => [key, value]));
    })
    .filter((fields) => fields.size > 0);
}
