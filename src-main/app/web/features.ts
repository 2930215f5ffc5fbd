/** What Chromium must be told before it starts, so that pages reach GPUs and NPUs. */
import { app } from 'electron';

/**
 * WebNN is behind a feature everywhere. On Linux WebGPU is off for most drivers unless it is asked for. Both are open to pages only, and
 * the window's own page uses neither. Existing switches of the same name are kept: people may try others.
 */
export function enableWebDevices(platform: NodeJS.Platform): void {
  const { commandLine } = app;
  const features = commandLine.getSwitchValue('enable-features').split(',').filter(Boolean);
  if (!features.includes(WEBNN)) features.push(WEBNN);
  commandLine.appendSwitch('enable-features', features.join(','));
  if (platform === 'linux') commandLine.appendSwitch('enable-unsafe-webgpu');
}

const WEBNN = 'WebMachineLearningNeuralNetwork';
