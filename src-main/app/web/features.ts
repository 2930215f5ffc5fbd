/** What Chromium must be told before it starts, so that pages reach GPUs and NPUs. */
import { app } from 'electron';

/**
 * WebNN is behind a feature everywhere; pages alone could use it, and the window's does not. On Linux WebGPU is off for most
 * drivers unless it is asked for, and finds no adapter unless all of Chromium draws with Vulkan. That is a risk
 * for a window that people look at, so it is done where there is none (`hidden`); who wants WebGPU pages from the
 * app on Linux starts it with --enable-features=Vulkan. Features given at the start are kept.
 */
export function enableWebDevices(platform: NodeJS.Platform, hidden: boolean): void {
  const { commandLine } = app;
  const features = new Set(commandLine.getSwitchValue('enable-features').split(',').filter(Boolean));
  features.add('WebMachineLearningNeuralNetwork');
  if (platform === 'linux') {
    commandLine.appendSwitch('enable-unsafe-webgpu');
    if (hidden) features.add('Vulkan');
  }
  commandLine.appendSwitch('enable-features', [...features].join(','));
}
