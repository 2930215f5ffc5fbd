/** The tree of sysfs in a recording, in which `X.ERRNO` stands for a file X that fails to be read. */
import { faultOfFile } from '#meters/linux/system-file.ts';
import type { SystemTree } from '#meters/linux/system-tree.ts';
import type { Recording } from './recording.ts';

/** Files by which a folder of a class is known, in whatever place the recording has it. */
const MEMBERS: Readonly<Record<string, RegExp>> = {
  hwmon: /(?:^|\/)(?:power|energy|in|curr|temp|fan)\d+_(?:input|average|label)$/,
  power_supply: /(?:^|\/)(?:power_supply\/[^/]+\/\w+|uevent|status|power_now|current_now|online)$/,
  powercap: /(?:^|\/)(?:intel-rapl(?:-mmio)?(?::\w+)*\/name|energy_uj)$/,
  thermal: /(?:^|\/)thermal_zone\d+\/temp$/,
};

/** The roots in a recording: one, or several where the same machine was recorded at several moments. */
export function recordedTrees({ files }: Recording): string[] {
  const roots = files.flatMap((file) => /^(.*?)(?:^|\/)(?:class|devices|bus)\//.exec(file)?.[1] ?? []);
  return roots.length === 0 ? [''] : [...new Set(roots)].sort();
}

/** @param root relative to the recording, as of `recordedTrees` */
export function recordedTree(recording: Recording, root: string): SystemTree {
  const prefix = root === '' ? '' : `${root}/`;
  const own = recording.files.filter((file) => file.startsWith(prefix));
  const names = new Map(own.map((file) => [standsFor(file.slice(prefix.length)), file]));
  const classes = classMembers([...names.keys()]);
  const real = (path: string) => realPath(path, classes);
  return {
    root: `${recording.title}/${root}`,
    readText(path) {
      const file = names.get(real(path));
      if (file === undefined) return Promise.reject(faultOfFile(path, 'ENOENT'));
      const text = recording.text(file).trim();
      return isFailure(file) ? Promise.reject(faultOfFile(path, errnoIn(text))) : Promise.resolve(text);
    },
    list(path) {
      const members = classes.get(path);
      if (members !== undefined) return Promise.resolve([...members.keys()].sort());
      const folder = real(path) === '' ? '' : `${real(path)}/`;
      const below = [...names.keys()].filter((name) => name.startsWith(folder));
      if (below.length === 0) return Promise.reject(faultOfFile(path, 'ENOENT'));
      const children = below.map((name) => name.slice(folder.length).split('/')[0] ?? '');
      return Promise.resolve([...new Set(children)].sort());
    },
    linkTarget: (path) => Promise.resolve(real(path)),
  };
}

const isFailure = (file: string): boolean => /\.(?:ERRNO|E[A-Z]{3,})$/.test(file);
const standsFor = (file: string): string => (isFailure(file) ? file.replace(/\.[A-Z]+$/, '') : file);
const errnoIn = (text: string): string => /E[A-Z]{2,}/.exec(text)?.[0] ?? text;

/** Class folder → member's name → its real folder; only for classes that the recording does not show. */
function classMembers(paths: readonly string[]): Map<string, Map<string, string>> {
  const classes = new Map<string, Map<string, string>>();
  for (const [name, pattern] of Object.entries(MEMBERS)) {
    if (paths.some((path) => path.startsWith(`class/${name}/`))) continue;
    const folders = paths
      .filter((path) => pattern.test(path))
      .map((path) => path.split('/').slice(0, -1).join('/'));
    if (folders.length === 0) continue;
    const members = new Map<string, string>();
    for (const folder of [...new Set(folders)].sort()) {
      members.set(freeName(folder.split('/').at(-1) || 'whole', members), folder);
    }
    classes.set(`class/${name}`, members);
  }
  return classes;
}

/** Trees merged from several machines have several `hwmon0`. */
function freeName(name: string, taken: ReadonlyMap<string, string>): string {
  return taken.has(name) ? freeName(`${name}_`, taken) : name;
}

function realPath(path: string, classes: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  for (const [folder, members] of classes) {
    if (!path.startsWith(`${folder}/`)) continue;
    const [member = '', ...rest] = path.slice(folder.length + 1).split('/');
    return [members.get(member) ?? `${folder}/${member}`, ...rest].filter((part) => part !== '').join('/');
  }
  return path;
}

/** An excerpt without the chip's `name` file still has the chip's readings. */
export function namedHwmon(tree: SystemTree): SystemTree {
  return {
    ...tree,
    readText: (path) =>
      tree.readText(path).catch((error: unknown) => {
        const chip = /^class\/hwmon\/([^/]+)\/name$/.exec(path)?.[1];
        if (chip === undefined) throw error;
        return chip;
      }),
  };
}
