/** The provider of a row as people read it: where the work really went stands first. */
import type { Row } from '../record/schema.ts';
import { targetName } from '../providers.ts';

type Labelled = Pick<Row, 'provider' | 'unit' | 'ranAs' | 'adapter' | 'deviceVerified'>;

/** E.g. `webgpu`, `cpu (via webgpu)`, `webgpu (software: SwiftShader)`, `webnn:npu (unverified)`. */
export function providerText(row: Labelled): string {
  const target = targetName(row);
  if (row.ranAs !== null) return `${row.ranAs} (via ${target})`;
  if (row.adapter?.kind === 'software') {
    return `${target} (software${row.adapter.name === null ? '' : `: ${row.adapter.name}`})`;
  }
  return row.deviceVerified ? target : `${target} (unverified)`;
}
