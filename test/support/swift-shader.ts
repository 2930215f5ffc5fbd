/** WebGPU on any machine: the Vulkan loader and the software renderer that come with Electron. */
import { join } from 'node:path';
import { resolveElectron } from '../../scripts/lib/electron-runtime.mjs';

/**
 * The environment that a worker must be started with. Rejects where no Electron can be had: a test that needs
 * WebGPU then fails, since skipped it would prove nothing.
 */
export async function swiftShader(): Promise<NodeJS.ProcessEnv> {
  const { distDir } = await resolveElectron({ log: () => undefined });
  return { LD_LIBRARY_PATH: distDir, VK_ICD_FILENAMES: join(distDir, 'vk_swiftshader_icd.json') };
}
