/** Decodes the pictures, sounds and texts that a model's inputs and its check are made from. */
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { Fault } from '#core/errors.ts';
import type { Assets, AssetSource, ModelDefinition, Picture, Sound } from '#models/definition.ts';
import { findPackageFile, readBytes } from './package-file.ts';
import { readWav } from './wav.ts';

type Decoded =
  | { readonly kind: 'picture'; readonly value: Picture }
  | { readonly kind: 'sound'; readonly value: Sound }
  | { readonly kind: 'text'; readonly value: string };

/** Rejects with a `Fault` that names the file which is missing or cannot be decoded. */
export async function loadAssets(model: ModelDefinition, packageRoot: string): Promise<Assets> {
  const entries = await Promise.all(
    model.assets.map(async (asset) => [asset.name, await load(asset, packageRoot)] as const),
  );
  const decoded = new Map<string, Decoded>(entries);
  const missing = (name: string): Fault => new Fault('internal', `${model.id} names no asset "${name}"`);
  return {
    picture(name) {
      const asset = decoded.get(name);
      if (asset?.kind !== 'picture') throw missing(name);
      return asset.value;
    },
    sound(name) {
      const asset = decoded.get(name);
      if (asset?.kind !== 'sound') throw missing(name);
      return asset.value;
    },
    text(name) {
      const asset = decoded.get(name);
      if (asset?.kind !== 'text') throw missing(name);
      return asset.value;
    },
  };
}

async function load(asset: AssetSource, packageRoot: string): Promise<Decoded> {
  const path =
    asset.package === null
      ? join(packageRoot, asset.file)
      : findPackageFile(packageRoot, asset.package, asset.file);
  const bytes = await readBytes(path, 'file-unreadable');
  switch (asset.kind) {
    case 'picture':
      return { kind: 'picture', value: readPng(bytes, path) };
    case 'sound':
      return { kind: 'sound', value: readWav(bytes, path) };
    case 'text':
      return { kind: 'text', value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  }
}

/** The decoder always gives RGBA; our pictures are opaque, so that alpha is left out. */
function readPng(bytes: Uint8Array, path: string): Picture {
  const { width, height, data } = decodePng(bytes, path);
  const rgb = new Uint8Array(3 * width * height);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    rgb.set(data.subarray(4 * pixel, 4 * pixel + 3), 3 * pixel);
  }
  return { width, height, rgb };
}

function decodePng(bytes: Uint8Array, path: string): PNG {
  try {
    return PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('file-unreadable', `${path} is not a whole PNG file: ${reason}`, { cause });
  }
}
