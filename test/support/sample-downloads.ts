/** A list of downloads for tests. */
export function sampleManifest(...models: readonly object[]): object {
  return { schema: 'joulemark.models/1', models };
}

export function sampleEntry(changes: object = {}): object {
  return {
    id: 'made',
    title: 'A made model',
    task: 'does nothing',
    licence: 'MIT',
    source: { repository: 'owner/name', url: 'https://models.example.com/owner/name', revision: 'main' },
    tried: true,
    inputs: [{ name: 'x', type: 'float32', dims: [1, 3], meaning: 'three numbers' }],
    variants: [
      {
        precision: 'fp32',
        files: [{ url: 'model.onnx', bytes: 12, sha256: 'a'.repeat(64), lfs: false }],
      },
    ],
    ...changes,
  };
}
