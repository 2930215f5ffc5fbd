/** A configuration's target and its session's settings as people read them; the usual settings are not named. */
import type { Configuration } from '../configuration.ts';
import { targetName } from '../providers.ts';

/** E.g. `no spinning, no arena`; null: ONNX Runtime's own settings. */
export function settingsText({ spinning, arena }: Pick<Configuration, 'spinning' | 'arena'>): string | null {
  const named = [spinning ? null : 'no spinning', arena ? null : 'no arena'].filter((name) => name !== null);
  return named.length === 0 ? null : named.join(', ');
}

/** E.g. `webnn:npu` or `cpu (no spinning)`: what was asked for, wherever it then ran. */
export function sessionText(asked: Pick<Configuration, 'provider' | 'unit' | 'spinning' | 'arena'>): string {
  const settings = settingsText(asked);
  return settings === null ? targetName(asked) : `${targetName(asked)} (${settings})`;
}
