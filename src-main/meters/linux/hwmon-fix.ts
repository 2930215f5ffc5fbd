/** How a hwmon channel that exists is made readable. */
import { join } from 'node:path';
import type { FaultCode } from '#core/errors.ts';
import type { HwmonPlan } from './hwmon-roles.ts';
import type { SystemTree } from './system-tree.ts';

/** Commands for a denied or sleeping device; null where nothing can be done. */
export function hwmonFix(code: FaultCode, tree: SystemTree, { channels }: HwmonPlan): string | null {
  if (code === 'meter-no-permission') {
    const files = channels.flatMap(({ chip, files: names }) =>
      names.map((name) => join(tree.root, chip.folder, name)),
    );
    return `# Lets one group read these files until the next start.
sudo groupadd -rf joulemark-power && sudo usermod -aG joulemark-power "$USER"   # then log in again
sudo chgrp joulemark-power ${files.join(' ')} && sudo chmod g+r ${files.join(' ')}
# To undo it before: sudo chmod g-r ${files.join(' ')}
`;
  }
  if (code === 'meter-not-source') {
    const controls = channels.map(({ chip }) => join(tree.root, chip.folder, 'device/power/control'));
    return `# Keeps the card awake until the next start; it then uses more power when idle.
echo on | sudo tee ${controls.join(' ')}
# To undo it before: echo auto | sudo tee ${controls.join(' ')}
`;
  }
  return null;
}
