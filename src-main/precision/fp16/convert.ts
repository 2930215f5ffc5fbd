/** Carries a plan out: nodes with float16 inputs and outputs, and Casts where the two forms meet. */
import { dropUnused } from '../onnx/drop-unused.ts';
import { amend, float16Tensor, intAttribute, makeNode, tensorAttribute } from '../onnx/make.ts';
import type { GraphProto, NodeProto, TensorProto, ValueInfo } from '../onnx/messages.ts';
import { attributeOf, intOf } from '../onnx/attributes.ts';
import { DATA_TYPE } from '../onnx/messages.ts';
import type { FreshNames } from '../onnx/names.ts';
import { signatureOf } from '../onnx/signatures.ts';
import { mapSubgraphs } from '../onnx/walk.ts';
import type { ReportBuilder } from '../report.ts';
import { halfTensorOf, surveyOf } from './constants.ts';
import { flexibleAttribute } from './decide.ts';
import type { Plan, PlannedGraph, PlannedValue } from './plan.ts';
import { useOf } from './plan.ts';

/** The names of a value's two forms. */
interface Forms {
  readonly half: string;
  readonly float: string;
}

/** One graph while it is rewritten. */
class Draft {
  readonly planned: PlannedGraph;
  readonly around: Draft | null;
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly #forms = new Map<string, Forms>();
  readonly #names: FreshNames;

  constructor(planned: PlannedGraph, around: Draft | null, names: FreshNames) {
    this.planned = planned;
    this.around = around;
    this.#names = names;
  }

  /** The name under which this graph finds the value as float16. */
  half(name: string, value: PlannedValue): string {
    const known = this.#known(name, 'half');
    if (known !== null) return known;
    if (value.constant !== null) return this.#halfConstant(name, value.constant);
    if (value.isHalf) return name;
    const made = this.#names.next(`${name}_float16`);
    this.#cast(name, made, DATA_TYPE.float16);
    this.#forms.set(name, { half: made, float: name });
    return made;
  }

  /** The name under which this graph finds the value as float32. */
  float(name: string, value: PlannedValue): string {
    const known = this.#known(name, 'float');
    if (known !== null) return known;
    if (!value.isHalf) return name;
    const made = this.#names.next(`${name}_float32`);
    this.#cast(name, made, DATA_TYPE.float);
    this.#forms.set(name, { half: name, float: made });
    return made;
  }

  /** Whichever of the two there is without a Cast. */
  either(name: string, value: PlannedValue): string {
    return value.isHalf ? this.half(name, value) : name;
  }

  /** The name under which a node of this graph makes the value as planned. */
  output(name: string): string {
    const value = this.planned.own(name);
    if (value === null || !value.isHalf || !value.isPromised) return name;
    const made = this.#names.next(`${name}_float16`);
    this.#forms.set(name, { half: made, float: name });
    return made;
  }

  /** After its maker: gives a promised output its float32 form under its own name. */
  keepPromise(name: string): void {
    const half = this.#forms.get(name)?.half;
    if (half !== undefined && this.planned.own(name)?.isPromised === true)
      this.#cast(half, name, DATA_TYPE.float);
  }

  #known(name: string, form: keyof Forms): string | null {
    const known = this.#forms.get(name)?.[form];
    if (known !== undefined || this.around === null) return known ?? null;
    return this.planned.ownerOf(name) === this.planned ? null : this.around.#known(name, form);
  }

  /** In the graph that owns the tensor, whoever asks first. */
  #halfConstant(name: string, tensor: TensorProto): string {
    if (this.planned.own(name) === null && this.around !== null)
      return this.around.#halfConstant(name, tensor);
    const made = this.#names.next(`${name}_float16`);
    this.initializers.push(halfTensorOf(made, tensor));
    this.#forms.set(name, { half: made, float: name });
    return made;
  }

  #cast(from: string, to: string, type: number): void {
    const name = this.#names.next(`Cast(${to})`);
    this.nodes.push(
      makeNode({ op: 'Cast', name, inputs: [from], outputs: [to], attributes: [intAttribute('to', type)] }),
    );
  }
}

export class Converter {
  readonly #plan: Plan;
  readonly #names: FreshNames;
  readonly #report: ReportBuilder;

  constructor(plan: Plan, names: FreshNames, report: ReportBuilder) {
    this.#plan = plan;
    this.#names = names;
    this.#report = report;
  }

  convert(graph: GraphProto): GraphProto {
    return this.#graph(graph, null);
  }

  #graph(graph: GraphProto, around: Draft | null): GraphProto {
    const draft = new Draft(this.#plan.of(graph), around, this.#names);
    for (const node of graph.node) this.#node(node, draft);
    return dropUnused(
      graph,
      amend(graph, {
        node: draft.nodes,
        initializer: [...graph.initializer, ...draft.initializers],
        valueInfo: graph.valueInfo.map((info) => retyped(info, draft.planned)),
      }),
    );
  }

  #node(node: NodeProto, draft: Draft): void {
    const inner = mapSubgraphs(node, (graph) => this.#graph(graph, draft));
    const verdict = this.#plan.verdict(node);
    const signature = signatureOf(node, this.#plan.opset);
    const input = node.input.map((name, at) => {
      const value = draft.planned.value(name);
      if (value === null) return name;
      const use = useOf(verdict, signature?.input(at) ?? null);
      if (use === 'any') return draft.either(name, value);
      return use === 'half' ? draft.half(name, value) : draft.float(name, value);
    });
    const output = node.output.map((name) => draft.output(name));
    const attribute = verdict.runs === 'flexible' ? this.#typed(node, draft) : inner.attribute;
    draft.nodes.push(amend(inner, { input, output, attribute }));
    for (const name of node.output) draft.keepPromise(name);
    this.#tell(node, draft);
  }

  /** The attributes of a node that makes the form that its plan says. */
  #typed(node: NodeProto, { planned }: Draft): NodeProto['attribute'] {
    const name = flexibleAttribute(node) ?? '';
    const type = planned.own(node.output[0] ?? '')?.isHalf === true ? DATA_TYPE.float16 : DATA_TYPE.float;
    const others = node.attribute.filter((each) => each.name !== name);
    if (node.opType !== 'ConstantOfShape') {
      return intOf(node, name, 0) === type ? node.attribute : [...others, intAttribute(name, type)];
    }
    if (type === DATA_TYPE.float) return node.attribute;
    const value = attributeOf(node, name)?.t ?? null;
    return [...others, tensorAttribute(name, value === null ? ZERO : halfTensorOf('', value))];
  }

  #tell(node: NodeProto, { planned }: Draft): void {
    const verdict = this.#plan.verdict(node);
    if (verdict.runs === 'float') {
      if (verdict.why !== null) this.#report.left(node, verdict.why);
      return;
    }
    if (verdict.runs === 'half') this.#report.changed(node, `float16${lossOf(node, planned)}`);
    else if (planned.own(node.output[0] ?? '')?.isHalf === true) this.#report.changed(node, 'makes float16');
  }
}

/** What ConstantOfShape makes where it names no value. */
const ZERO = float16Tensor('', [1], new Uint16Array(1));

/** What the node's constants lose beyond rounding, in words. */
function lossOf(node: NodeProto, planned: PlannedGraph): string {
  let [count, zeroed, subnormal] = [0, 0, 0];
  for (const name of new Set(node.input)) {
    const constant = planned.value(name)?.constant ?? null;
    const survey = constant && surveyOf(constant);
    if (survey === null) continue;
    count += survey.count;
    zeroed += survey.zeroed;
    subnormal += survey.subnormal;
  }
  const losses = [
    ...(zeroed > 0 ? [`${zeroed} become 0`] : []),
    ...(subnormal > 0 ? [`${subnormal} lie below 6.1e-5 and lose digits`] : []),
  ];
  return losses.length === 0 ? '' : `; of ${count} weights ${losses.join(', ')}`;
}

/** A note on a value's type, brought in line with the plan. */
function retyped(info: ValueInfo, planned: PlannedGraph): ValueInfo {
  const value = planned.own(info.name);
  const tensorType = info.type?.tensorType ?? null;
  if (value === null || !value.isHalf || value.isPromised || info.type === null || tensorType === null)
    return info;
  return amend(info, {
    type: amend(info.type, { tensorType: amend(tensorType, { elemType: DATA_TYPE.float16 }) }),
  });
}
