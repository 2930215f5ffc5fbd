/**
 * Makes the inputs of the models again, under models/inputs: `npm run fixtures`.
 *
 * Not needed to install or to run: the results are committed. It needs Chromium (Debian: chromium,
 * or JOULEMARK_CHROMIUM=/path/to/chromium) to draw and espeak-ng (Debian: espeak-ng) to speak. Another
 * version of either draws and speaks a little differently, which is fine: the tests read what was drawn.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { PNG } from 'pngjs';

const FOLDER = join(import.meta.dirname, '..', 'models', 'inputs');

/**
 * Text lines for the recogniser and the orientation classifier, cut as a detector would cut them: 48
 * pixels high and hardly wider than the text, at most the 320 that the recogniser was trained on.
 */
const LINES = [
  { text: 'Fewest joules win', font: "600 29px 'DejaVu Sans'", ink: '#182430', paper: '#f6f3ea' },
  { text: '421 mJ per answer', font: "500 29px 'DejaVu Sans'", ink: '#f4f7fb', paper: '#24415c' },
  { text: 'Idle power: 6.8 W', font: "500 32px 'DejaVu Serif'", ink: '#5b1a12', paper: '#efe4d2' },
  { text: 'Net and gross, both', font: "600 30px 'DejaVu Sans Condensed'", ink: '#0d3b24', paper: '#dcefe2' },
];

/** Pages of a camera's size with one line of text each, for the detector: 640 × 480. */
const PAGES = [
  {
    text: 'WATT METER',
    font: "700 64px 'DejaVu Sans'",
    ink: '#111820',
    left: 96,
    top: 120,
    paper: '#ece8df',
  },
  {
    text: 'energy per answer',
    font: "500 40px 'DejaVu Sans'",
    ink: '#f7fafc',
    left: 60,
    top: 84,
    paper: '#2b4a63',
  },
  {
    text: 'battery 87 %',
    font: "600 52px 'DejaVu Serif'",
    ink: '#4a1410',
    left: 214,
    top: 340,
    paper: '#e7d9bf',
  },
  { text: '3.2 mJ', font: "700 88px 'DejaVu Sans'", ink: '#0c3320', left: 150, top: 60, paper: '#cfe6d6' },
];

/** What the sound holds, in order. Speech is spoken by espeak-ng; the rest is computed. */
const SENTENCE = 'Which model answers with the fewest joules?';
const SAMPLE_RATE_HZ = 16_000;

const page = (body) =>
  `<!doctype html><meta charset="utf-8"><style>*{margin:0}body{overflow:hidden}</style>${body}`;

function linePage({ text, font, ink, paper }) {
  return page(
    `<body style="height:48px;background:${paper};display:grid;place-items:center start">
     <span id="text" style="font:${font};color:${ink};white-space:pre;padding:0 5px">${text}</span></body>`,
  );
}

/** Shapes around the text, so that the detector must tell text from other edges. */
function scenePage({ text, font, ink, paper, left, top }) {
  return page(
    `<body style="width:640px;height:480px;background:${paper};position:relative">
     <svg width="640" height="480" style="position:absolute" fill="none" stroke="#7d8b93" stroke-width="5">
       <rect x="22" y="20" width="596" height="440" rx="22"/><circle cx="556" cy="256" r="36"/>
       <path d="M70 292 L150 262 L190 306 L262 270" stroke="#b06a3c"/></svg>
     <span id="text" style="position:absolute;left:${left}px;top:${top}px;font:${font};color:${ink};white-space:pre">${text}</span></body>`,
  );
}

async function shoot(tab, html, width, height) {
  await tab.setViewportSize({ width, height });
  await tab.setContent(html);
  return PNG.sync.read(await tab.screenshot());
}

/** The ink's exact bounds: where the picture differs from the same picture without its text. */
function inkBox(withText, without) {
  const box = { left: withText.width, top: withText.height, right: 0, bottom: 0 };
  for (let y = 0; y < withText.height; y += 1) {
    for (let x = 0; x < withText.width; x += 1) {
      const at = 4 * (y * withText.width + x);
      const distance = [0, 1, 2].reduce(
        (sum, c) => sum + Math.abs(withText.data[at + c] - without.data[at + c]),
        0,
      );
      if (distance < 48) continue;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x + 1);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y + 1);
    }
  }
  return box;
}

function savePicture(name, png) {
  writeFileSync(join(FOLDER, name), PNG.sync.write(png, { colorType: 2, deflateLevel: 9 }));
}

async function drawPictures() {
  const executablePath = process.env.JOULEMARK_CHROMIUM || '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage({ deviceScaleFactor: 1 });
    for (const [index, line] of LINES.entries()) {
      await tab.setContent(linePage(line));
      const width = Math.ceil(
        await tab.locator('#text').evaluate((text) => text.getBoundingClientRect().width),
      );
      if (width > 320) throw new Error(`"${line.text}" is ${width} pixels wide`);
      savePicture(`line-${index + 1}.png`, await shoot(tab, linePage(line), width, 48));
    }
    const boxes = [];
    for (const [index, scene] of PAGES.entries()) {
      const withText = await shoot(tab, scenePage(scene), 640, 480);
      const without = await shoot(tab, scenePage({ ...scene, ink: 'transparent' }), 640, 480);
      savePicture(`page-${index + 1}.png`, withText);
      boxes.push({ picture: `page-${index + 1}`, text: scene.text, box: inkBox(withText, without) });
    }
    const lines = LINES.map(({ text }, index) => ({ picture: `line-${index + 1}`, text }));
    saveJson('lines.json', lines);
    saveJson('pages.json', boxes);
  } finally {
    await browser.close();
  }
}

function saveJson(name, value) {
  writeFileSync(join(FOLDER, name), `${JSON.stringify(value, null, 2)}\n`);
}

/** Samples (±1) of a 16-bit mono WAV. */
function readWav(bytes) {
  const rateHz = bytes.readUInt32LE(24);
  const start = bytes.indexOf('data', 12, 'latin1') + 8;
  const count = Math.floor((bytes.length - start) / 2);
  return {
    rateHz,
    samples: Float32Array.from({ length: count }, (_, i) => bytes.readInt16LE(start + 2 * i) / 32768),
  };
}

function writeWav(samples) {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  bytes.writeUInt32LE(2 * SAMPLE_RATE_HZ, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((sample, i) => {
    bytes.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(32767 * sample))), 44 + 2 * i);
  });
  return bytes;
}

/** Each output sample is the mean of the input over ±1 output period: linear, with the aliases damped. */
function resample({ rateHz, samples }) {
  const ratio = rateHz / SAMPLE_RATE_HZ;
  return Float32Array.from({ length: Math.floor(samples.length / ratio) }, (_, i) => {
    let sum = 0;
    let weights = 0;
    for (let k = Math.ceil((i - 1) * ratio); k <= (i + 1) * ratio; k += 1) {
      const weight = 1 - Math.abs(k / ratio - i);
      sum += weight * (samples[k] ?? 0);
      weights += weight;
    }
    return sum / weights;
  });
}

function speak() {
  const args = ['-v', 'en-gb', '-s', '165', '-a', '120', '--stdout', SENTENCE];
  const { status, stdout, stderr, error } = spawnSync('espeak-ng', args, { maxBuffer: 1 << 26 });
  if (error || status !== 0) throw new Error(`espeak-ng failed: ${error?.message ?? stderr}`);
  return resample(readWav(stdout));
}

/** Noise of the same bytes on every machine (mulberry32), uniform in ±amplitude. */
function noise(count, amplitude) {
  let state = 20;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return amplitude * (((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1);
  });
}

function makeSound() {
  const parts = [
    { kind: 'silence', samples: new Float32Array(0.6 * SAMPLE_RATE_HZ) },
    { kind: 'speech', samples: speak() },
    { kind: 'silence', samples: new Float32Array(0.6 * SAMPLE_RATE_HZ) },
    { kind: 'noise', samples: noise(0.8 * SAMPLE_RATE_HZ, 0.03) },
  ];
  const samples = new Float32Array(parts.reduce((sum, part) => sum + part.samples.length, 0));
  const sections = [];
  let at = 0;
  for (const part of parts) {
    samples.set(part.samples, at);
    sections.push({
      kind: part.kind,
      fromS: at / SAMPLE_RATE_HZ,
      toS: (at + part.samples.length) / SAMPLE_RATE_HZ,
    });
    at += part.samples.length;
  }
  writeFileSync(join(FOLDER, 'speech.wav'), writeWav(samples));
  saveJson('speech.json', { sentence: SENTENCE, sections });
}

mkdirSync(FOLDER, { recursive: true });
await drawPictures();
makeSound();
console.log(`made the inputs in ${FOLDER}`);
