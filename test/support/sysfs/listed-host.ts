import type { HostTree } from '#host/host-tree.ts';
import { orNull, type SystemTree } from '#meters/linux/system-tree.ts';

/** The same tree as the host's conditions see it: what fails is null. */
export function hostView(tree: SystemTree): HostTree {
  return {
    readText: (path) => orNull(tree.readText(path)),
    list: async (path) => (await orNull(tree.list(path))) ?? [],
  };
}
