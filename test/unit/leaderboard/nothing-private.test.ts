/** What a submission leaves out: planted wherever a record takes a text, and looked for in the lines. */
import { describe, expect, it } from 'vitest';
import { parseLine } from '#core/leaderboard/line.ts';
import { privateWords } from '#core/leaderboard/public-text.ts';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import { privateNames } from '#runner/private-names.ts';
import { hostname, userInfo } from 'node:os';
import { madeSigner } from '#test/support/made-keys.ts';
import { plantedRecord } from '#test/support/planted-record.ts';

/** As `privateNames` has them on a machine. */
const WORDS = privateWords(['annas-werkbank.example.org', 'mkowalczyk', 'Ωmega', 'steckdose7']);

/** What is planted, and the part of it that must not get out. */
const SECRETS: readonly [what: string, planted: string, secret: string][] = [
  ['the host name', 'measured on annas-werkbank today', 'annas-werkbank'],
  ['the host name alone', 'annas-werkbank', 'annas-werkbank'],
  ['the host name in other letters', 'on ANNAS-WERKBANK, twice', 'annas-werkbank'],
  ['the full host name', 'annas-werkbank.example.org', 'annas-werkbank'],
  ['the user name', 'of mkowalczyk (staff)', 'mkowalczyk'],
  ['a user name in other scripts', 'of ωmega', 'ωmega'],
  ['the home folder', 'cannot read /home/mkowalczyk/a b/model.onnx', 'mkowalczyk'],
  ['another home folder', '/Users/greta/model.onnx', 'greta'],
  ['a home folder in a kernel path', '/proc/1/root/home/greta/model.onnx', 'greta'],
  ['a home folder by its short name', 'see ~greta/models', 'greta'],
  ['a folder of Windows', 'C:\\Users\\Greta\\model.onnx', 'greta'],
  ['a network share', '\\\\nas-greta\\models', 'nas-greta'],
  ['a serial number', 'board, serial number PF3XK21Q', 'pf3xk21q'],
  ['another serial number', 'card S/N: 0324518001', '0324518001'],
  ['a device by its serial number', '/dev/serial/by-id/usb-FTDI_AK05QZ1B', 'ak05qz1b'],
  ['another device by its serial number', '/dev/tty.usbserial-AK05QZ1B', 'ak05qz1b'],
  ['the UUID of a GPU', 'GPU-5d0a2b6f-1c2d-3e4f-8a9b-0123456789ab', '5d0a2b6f'],
  ['a MAC address', 'plug 00:1B:44:11:3A:B7', '00:1b:44'],
  ['a MAC address with dots', 'plug 001b.4411.3ab7', '001b.4411'],
  ['a MAC address in a name', 'shellyplug-s-a1b2c3d4e5f6', 'a1b2c3d4e5f6'],
  ['an IP address', 'plug at 192.168.7.20', '192.168.7.20'],
  ['an IPv6 address', 'plug at fe80::1ff:fe23:4567:890a', 'fe80'],
  ['the address of a plug', 'http://plug.example/rpc', 'plug.example'],
  ['a plug by its name', 'Shelly steckdose7, switch:0', 'steckdose7'],
  ['a plug in the network at home', 'shelly-kitchen.local', 'shelly-kitchen'],
  ['an e-mail address', 'ask greta@example.org', 'greta@'],
  ['the locale', 'LANG is de_CH.UTF-8', 'de_ch'],
  ['the locale, as browsers have it', 'de-CH', 'de-ch'],
];

describe('a submission', () => {
  it.each(SECRETS)('does not hold %s, wherever the record holds it', (_what, planted, secret) => {
    const record = plantedRecord(planted);
    const text = JSON.stringify(record).toLowerCase();
    // The record is full of it: only so does its absence say anything.
    expect(text.split(secret.replaceAll('\\', '\\\\')).length).toBeGreaterThan(60);
    const { entries, refused } = submissionsOf(record, madeSigner(1), WORDS);
    expect([entries.length, refused]).toEqual([record.rows.length, []]);
    for (const { line, submission } of entries) {
      expect(line.toLowerCase()).not.toContain(secret);
      // What is left is a submission that all others take.
      expect(parseLine(line)).toEqual({ ok: true, submission });
    }
  });

  it('holds each text as it is where there is nothing private in it', () => {
    const record = plantedRecord('Example 9, rev. 2');
    const { line, submission } = submissionsOf(record, null, WORDS).entries[0]!;
    expect(line).not.toContain('withheld');
    expect(submission.device.cpuModel).toBe('Example 9, rev. 2');
    expect(submission.constants).toEqual(record.plan.constants);
  });

  it('shows on a terminal as it is: nothing in it steers the terminal or turns the writing', () => {
    const { line, submission } = submissionsOf(plantedRecord('a\u009b2Jb\u202ec\u007f\nd')).entries[0]!;
    expect(submission.device.osName).toBe('a\uFFFD2Jb\uFFFDc\uFFFD\uFFFDd');
    expect(line).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  });
});

describe('privateWords', () => {
  it('are the names, whole and up to their first dot, without the common and the short ones', () => {
    const names = ['greta.example.org', 'ubuntu', 'RaspberryPi', 'al', '', null, undefined, ' max '];
    expect(privateWords(names)).toEqual(['greta.example.org', 'greta', 'max']);
  });

  it('are words of their own in a text', () => {
    const word = (text: string) => submissionsOf(plantedRecord(text), null, ['max']).entries[0]!.submission;
    expect(word('the maximum is 2').device.osName).toBe('the maximum is 2');
    expect(word('of max.').device.osName).toContain('withheld');
  });

  it('may hold characters that mean something in patterns', () => {
    const { entries } = submissionsOf(plantedRecord('on a+b-(c)? today'), null, ['a+b-(c)?']);
    expect(entries[0]!.submission.device.osName).toContain('withheld');
  });
});

describe('privateNames', () => {
  it('are of this machine, its user and its plug', () => {
    const meterSources = { sysfsRoot: null, replayFile: null, plugAddress: 'plug-in-hall/1' };
    const expected = privateWords([hostname(), userInfo().username, 'plug-in-hall/1']);
    expect(privateNames({ meterSources })).toEqual(expect.arrayContaining(expected));
    expect(expected).toContain('plug-in-hall/1');
  });
});
