/** Takes the channels that leave out of a graph: out of its tensors, and out of the sizes that its nodes state. */
import { Fault } from '#core/errors.ts';
import { exactIntegersOf } from '../onnx/integers.ts';
import { amend, intAttribute } from '../onnx/make.ts';
import type { GraphProto, NodeProto, TensorProto } from '../onnx/messages.ts';
import { replaceTensors } from '../onnx/replace-tensors.ts';
import type { Scope } from '../onnx/scope.ts';
import type { SharedConstants } from '../onnx/shared-constants.ts';
import type { Choice } from './choose.ts';
import { cutTensor, indicesOf } from './cut.ts';
import type { Channels } from './groups.ts';
import type { SizeNote } from './site.ts';

/**
 * The graph without the channels that `choice` leaves out. Their contribution goes with them, whatever constant
 * part it had: nothing is added to the biases of the layers that read them. Notes on the shapes of values that
 * changed are dropped.
 */
export function applyChoice(
  graph: GraphProto,
  scope: Scope,
  channels: Channels,
  choice: Choice,
  constants: SharedConstants,
): GraphProto {
  const tensors = cutTensors(channels, choice);
  const notes = new Map<NodeProto, SizeNote[]>();
  for (const note of channels.sizes) {
    if (!choice.has(channels.place(note.slot).root)) continue;
    notes.set(note.node, [...(notes.get(note.node) ?? []), note]);
  }
  const changed = channels.values.namesWith((slot) => choice.has(channels.place(slot).root));
  const restated = amend(graph, {
    node: graph.node.map((node) => {
      const stated = notes.get(node);
      return stated === undefined ? node : restate(node, stated, scope, channels, choice, constants);
    }),
    valueInfo: graph.valueInfo.filter(({ name }) => !changed.has(name)),
  });
  return replaceTensors(restated, tensors);
}

function cutTensors({ held, place }: Channels, choice: Choice): Map<TensorProto, TensorProto> {
  const cut = new Map<TensorProto, TensorProto>();
  for (const { tensor, slots } of held) {
    const kept = slots.map((slot) => {
      const { root, inner } = place(slot);
      const channels = choice.get(root);
      return channels === undefined ? null : indicesOf(channels, inner);
    });
    if (kept.every((indices) => indices === null)) continue;
    const left = cutTensor(tensor, kept);
    if (left === null)
      throw new Fault('internal', `the tensor "${tensor.name}" was to be cut and cannot be read`);
    cut.set(tensor, left);
  }
  return cut;
}

/** The node with the sizes that it states brought to what they are now. */
function restate(
  node: NodeProto,
  notes: readonly SizeNote[],
  scope: Scope,
  { place }: Channels,
  choice: Choice,
  constants: SharedConstants,
): NodeProto {
  let attribute = node.attribute;
  const input = [...node.input];
  const lists = new Map<number, number[]>();
  for (const { slot, at } of notes) {
    const { root, inner } = place(slot);
    const size = (choice.get(root)?.length ?? 0) * inner;
    if ('attribute' in at) {
      attribute = attribute.map((each) =>
        each.name === at.attribute ? intAttribute(at.attribute, size) : each,
      );
      continue;
    }
    const constant = scope.constant(node.input[at.input] ?? '');
    const list = lists.get(at.input) ?? (constant && exactIntegersOf(constant.tensor)) ?? [];
    lists.set(at.input, list.with(at.element, size));
  }
  // The list may serve other nodes, too, so it is not changed where it lies.
  for (const [index, list] of lists) input[index] = constants.ints(list);
  return amend(node, { attribute, input });
}
