/**
 * Makes the inputs of the models again, under models/inputs: `npm run fixtures`; with `-- calibration` only
 * those that static quantization takes its ranges from, with `-- states` only the recorded states.
 *
 * Not needed to install or to run: the results are committed. It needs Chromium (Debian: chromium,
 * or JOULEMARK_CHROMIUM=/path/to/chromium) to draw and espeak-ng (Debian: espeak-ng) to speak. Another
 * version of either draws and speaks a little differently, which is fine: the tests read what was drawn.
 */
import { mkdirSync } from 'node:fs';
import { FOLDER } from './fixtures/files.mjs';
import { drawCalibrationPictures, drawPictures } from './fixtures/pictures.mjs';
import { speakCalibration, speakSentence } from './fixtures/sound.mjs';
import { recordStates } from './fixtures/states.mjs';

const [only = 'all'] = process.argv.slice(2);
mkdirSync(FOLDER, { recursive: true });
if (only === 'all') {
  await drawPictures();
  speakSentence();
}
if (only === 'all' || only === 'calibration') {
  await drawCalibrationPictures();
  speakCalibration();
}
await recordStates();
console.log(`made the inputs in ${FOLDER}`);
