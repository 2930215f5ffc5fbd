/** What a model's file says of its inputs and outputs, so that a person can say more before it is run. */
import type { InspectedModel } from '#core/imported.ts';
import { openModelFile } from '#precision/files/open.ts';
import { graphOf } from './describe-model.ts';
import { idOfFile } from './entry.ts';
import { inputsOf } from './model-inputs.ts';

/** Runs nothing. Rejects as reading a model does, and with `model-unsupported` for an input that cannot be fed. */
export async function inspectModel(file: string): Promise<InspectedModel> {
  const opened = await openModelFile(file);
  try {
    const graph = graphOf(opened.model);
    return {
      id: idOfFile(file),
      inputs: inputsOf(graph),
      outputs: graph.output.map(({ name }) => name),
    };
  } finally {
    await opened.close();
  }
}
