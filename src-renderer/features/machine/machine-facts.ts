/** What is known of the machine, for one line or for a list. */
import type { DeviceStatus } from '#core/devices.ts';
import { whole } from '#core/format/number.ts';
import type { Suite } from '#core/suite.ts';
import { deviceTitle } from '../../state/device-words.ts';

type Machine = Suite['machine'];

const UNKNOWN_PROCESSOR = 'Unknown processor';

/** The most important first. */
export function shortFacts(machine: Machine): string[] {
  const { cpuModel, memoryBytes, virtualMachine } = machine;
  return [
    cpuModel ?? UNKNOWN_PROCESSOR,
    coresText(machine),
    memoryBytes === null ? null : memoryText(memoryBytes),
    systemText(machine),
    virtualMachine === true ? 'virtual machine' : null,
  ].filter((fact) => fact !== null);
}

/** Names and values; what could not be known says so. */
export function longFacts({ machine, devices, software, onMains }: Suite): [name: string, value: string][] {
  const { cpuModel, memoryBytes, gpus, virtualMachine, arch } = machine;
  const npus = devices.filter(isNpu).map(deviceTitle);
  return [
    ['Processor', `${cpuModel ?? UNKNOWN_PROCESSOR}, ${coresText(machine)}, ${arch}`],
    ['Graphics', gpus.length === 0 ? 'none that the system lists' : gpus.join(', ')],
    ['NPU', npus.length === 0 ? 'none that can be used' : [...new Set(npus)].join(', ')],
    ['Memory', memoryBytes === null ? 'not known' : memoryText(memoryBytes)],
    ['Power', onMains === null ? 'the system does not say' : onMains ? 'mains' : 'battery'],
    ['System', systemText(machine) + (virtualMachine === true ? ', in a virtual machine' : '')],
    ['ONNX Runtime', software.onnxruntime],
  ];
}

const isNpu = ({ device, state }: DeviceStatus): boolean =>
  device === 'npu' && (state === 'ready' || state === 'unverified');

const coresText = ({ physicalCores, logicalCpus }: Machine): string =>
  physicalCores === null ? `${logicalCpus} threads` : `${physicalCores} cores, ${logicalCpus} threads`;

const memoryText = (bytes: number): string => `${whole(bytes / 2 ** 30)} GiB`;

const systemText = ({ osName, osRelease }: Machine): string =>
  osRelease === null ? osName : `${osName} ${osRelease}`;
