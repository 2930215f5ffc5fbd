/** Vulkan drivers by the file that a process has mapped when it uses them: who made the GPU, or what imitates one. */

export interface DriverLibrary {
  readonly file: RegExp;
  /** The name of a software renderer; null: the driver of a real GPU. */
  readonly software: string | null;
  readonly vendor: string;
}

/** File names as Mesa, Chromium, AMD, NVIDIA and Arm install them; a name may end in a version. */
export const DRIVER_LIBRARIES: readonly DriverLibrary[] = [
  software(/^libvk_swiftshader\.so/, 'SwiftShader', 'Google'),
  software(/^libvulkan_lvp\.so/, 'llvmpipe', 'Mesa'),
  hardware(/^(libvulkan_radeon|amdvlk(32|64)|libvulkan_amdgpu)\.so/, 'AMD'),
  hardware(/^libvulkan_intel(_hasvk)?\.so/, 'Intel'),
  hardware(/^(libGLX_nvidia|libEGL_nvidia|libnvidia-[\w-]+|libvulkan_nouveau)\.so/, 'NVIDIA'),
  hardware(/^(libvulkan_freedreno|libvulkan_adreno|vulkan\.adreno)\.so/, 'Qualcomm'),
  hardware(/^(libvulkan_(panfrost|panvk)|libmali[\w.-]*|vulkan\.mali)\.so/, 'Arm'),
  hardware(/^libvulkan_broadcom\.so/, 'Broadcom'),
  hardware(/^libvulkan_asahi\.so/, 'Apple'),
  hardware(/^libvulkan_powervr_mesa\.so/, 'Imagination'),
];

/** GPUs that are one chip with the processor, whatever the machine, by the vendor of their driver. */
export const ALWAYS_INTEGRATED: ReadonlySet<string> = new Set([
  ...['Qualcomm', 'Arm', 'Broadcom', 'Apple', 'Imagination'],
]);

/** The kernel's own names of its GPU drivers (`drm-driver` in /proc/self/fdinfo). */
export const KERNEL_DRIVER_VENDORS: Readonly<Record<string, string>> = {
  amdgpu: 'AMD',
  radeon: 'AMD',
  i915: 'Intel',
  xe: 'Intel',
  nouveau: 'NVIDIA',
  msm: 'Qualcomm',
  panfrost: 'Arm',
  panthor: 'Arm',
  v3d: 'Broadcom',
  asahi: 'Apple',
  powervr: 'Imagination',
};

/** Device files through which a process uses a GPU on Linux. */
export const GPU_DEVICE_FILE = /^\/dev\/(dri\/|nvidia\d|nvhost|nvmap|kgsl|mali|dxg)/;

/** Files mapped into a process, each once, from the text of /proc/self/maps. */
export function mappedFiles(maps: string): string[] {
  const paths = maps.split('\n').flatMap((line) => /\s(\/.*)$/.exec(line)?.[1] ?? []);
  return [...new Set(paths.map((path) => path.replace(/ \(deleted\)$/, '')))];
}

/** The drivers among `files`, each with the file name that tells. */
export function driversIn(files: readonly string[]): { file: string; driver: DriverLibrary }[] {
  return files.flatMap((path) => {
    const file = path.slice(path.lastIndexOf('/') + 1);
    const driver = DRIVER_LIBRARIES.find((known) => known.file.test(file));
    return driver === undefined ? [] : [{ file, driver }];
  });
}

function software(file: RegExp, name: string, vendor: string): DriverLibrary {
  return { file, software: name, vendor };
}

function hardware(file: RegExp, vendor: string): DriverLibrary {
  return { file, software: null, vendor };
}
