/** The tree of sysfs in a recording, in which `X.ERRNO` stands for a file X that fails to be read. */
import { faultOfFile } from '#meters/linux/system-file.ts';
import type { SystemTree } from '#meters/linux/system-tree.ts';
import type { Recording } from './recording.ts';

/** Folders of a class, in whatever place of /sys/devices the recording has them. */
const MEMBERS: Readonly<Record<string, RegExp>> = {
  hwmon: /\/hwmon\/hwmon\d+$/,
  power_supply: /\/power_supply\/[^/]+$/,
  powercap: /\/(?:intel-rapl(?:-mmio)?(?::\w+)*)$/,
  thermal: /\/thermal_zone\d+$/,
};

/** The roots in a recording: one, or several where the same machine was recorded at several moments. */
export function recordedTrees({ files }: Recording): string[] {
  const roots = files.flatMap((file) => /^(.*?)(?:^|\/)(?:class|devices|bus)\//.exec(file)?.[1] ?? []);
  return [...new Set(roots)].sort();
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
      const below = [...names.keys()].filter((name) => name.startsWith(`${real(path)}/`));
      if (below.length === 0) return Promise.reject(faultOfFile(path, 'ENOENT'));
      const own = below.map((name) => name.slice(real(path).length + 1).split('/')[0] ?? '');
      return Promise.resolve([...new Set(own)].sort());
    },
    linkTarget: (path) => Promise.resolve(real(path)),
  };
}

const isFailure = (file: string): boolean => /\.(?:ERRNO|E[A-Z]{3,})$/.test(file);
const standsFor = (file: string): string => (isFailure(file) ? file.replace(/\.[A-Z]+$/, '') : file);
const errnoIn = (text: string): string => /E[A-Z]{2,}/.exec(text)?.[0] ?? text;

/** Class folder → member's name → its real folder; only for classes that the recording does not show. */
function classMembers(paths: readonly string[]): Map<string, Map<string, string>> {
  const folders = new Set(paths.flatMap(parentsOf));
  const classes = new Map<string, Map<string, string>>();
  for (const [name, pattern] of Object.entries(MEMBERS)) {
    if ([...folders].some((folder) => folder.startsWith(`class/${name}/`))) continue;
    const found = [...folders].filter((folder) => pattern.test(`/${folder}`)).sort();
    if (found.length === 0) continue;
    const members = new Map<string, string>();
    for (const folder of found) members.set(freeName(folder.split('/').at(-1) ?? '', members), folder);
    classes.set(`class/${name}`, members);
  }
  return classes;
}

/** Trees merged from several machines have several `hwmon0`. */
function freeName(name: string, taken: ReadonlyMap<string, string>): string {
  return taken.has(name) ? freeName(`${name}_`, taken) : name;
}

function parentsOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function realPath(path: string, classes: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  for (const [folder, members] of classes) {
    if (!path.startsWith(`${folder}/`)) continue;
    const [member = '', ...rest] = path.slice(folder.length + 1).split('/');
    return [members.get(member) ?? `${folder}/${member}`, ...rest].join('/');
  }
  return path;
}
