/** The models of the suite, in the order in which they are listed. */
import { BERT_BASE } from './bert-base.ts';
import type { ModelDefinition, TrainedModel } from './definition.ts';
import { LLAMA_135M_DECODE, LLAMA_135M_PREFILL } from './llama-135m.ts';
import { MINILM_L6 } from './minilm-l6.ts';
import { MOBILENET_V2 } from './mobilenet-v2.ts';
import { MOBILENET_V3_SMALL } from './mobilenet-v3-small.ts';
import { PP_OCRV4_CLS } from './pp-ocrv4-cls.ts';
import { PP_OCRV4_DET } from './pp-ocrv4-det.ts';
import { PP_OCRV4_REC } from './pp-ocrv4-rec.ts';
import { RESNET50 } from './resnet50.ts';
import { SILERO_VAD } from './silero-vad.ts';
import { WHISPER_TINY_ENCODER } from './whisper-tiny-encoder.ts';
import { YOLO_CLASS_DETECTOR } from './yolo-class-detector.ts';

export const TRAINED_MODELS: readonly TrainedModel[] = [PP_OCRV4_DET, PP_OCRV4_REC, PP_OCRV4_CLS, SILERO_VAD];

/** Built by code of ours with seeded weights: energy and latency are real, accuracy does not apply. */
export const ARCHITECTURES: readonly ModelDefinition[] = [
  RESNET50,
  MOBILENET_V2,
  MOBILENET_V3_SMALL,
  YOLO_CLASS_DETECTOR,
  BERT_BASE,
  MINILM_L6,
  WHISPER_TINY_ENCODER,
  LLAMA_135M_PREFILL,
  LLAMA_135M_DECODE,
];

export const MODELS: readonly ModelDefinition[] = [...TRAINED_MODELS, ...ARCHITECTURES];
