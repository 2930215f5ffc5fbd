/** The models of the suite, in the order in which they are listed. */
import type { ModelDefinition, TrainedModel } from './definition.ts';
import { PP_OCRV4_CLS } from './pp-ocrv4-cls.ts';
import { PP_OCRV4_DET } from './pp-ocrv4-det.ts';
import { PP_OCRV4_REC } from './pp-ocrv4-rec.ts';
import { SILERO_VAD } from './silero-vad.ts';

export const TRAINED_MODELS: readonly TrainedModel[] = [PP_OCRV4_DET, PP_OCRV4_REC, PP_OCRV4_CLS, SILERO_VAD];

export const MODELS: readonly ModelDefinition[] = TRAINED_MODELS;
