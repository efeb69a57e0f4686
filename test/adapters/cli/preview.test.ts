import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sampleNames } from '../../../src/adapters/templates/index.ts';
import { joos, newFolder } from './installation.ts';

describe('joos notices preview', () => {
  test('writes a message in every form it has, with no settings at all', async () => {
    const out = newFolder();
    const ran = await joos(['notices', 'preview', 'receipt', '--locale', 'de', '--out', out]);
    expect(ran).toMatchObject({ code: 0, err: '', logged: [] });
    const names = ['receipt.de.html', 'receipt.de.txt', 'receipt.de.sms.txt', 'receipt.de.pdf'];
    expect(ran.out).toBe(['Wrote into the folder:', ...names.map((name) => `  ${name}`)].join('\n'));
    expect(readdirSync(out).toSorted()).toEqual(names.toSorted());
    const read = (name: string) => readFileSync(join(out, name), 'utf8');
    expect(read('receipt.de.html')).toMatch(/^<!doctype html>/i);
    expect(read('receipt.de.html')).toContain('lang="de"');
    expect(read('receipt.de.txt')).toContain('Joos Beispiel GmbH');
    expect(read('receipt.de.sms.txt').length).toBeLessThan(162);
    expect(read('receipt.de.pdf').slice(0, 5)).toBe('%PDF-');
  });

  test('writes no PDF of a message that has none, and replaces an earlier preview', async () => {
    const out = newFolder();
    writeFileSync(join(out, 'code.en.sms.txt'), 'old');
    const ran = await joos(['notices', 'preview', 'code', '--out', out, '--json']);
    expect(JSON.parse(ran.out)).toEqual({ files: ['code.en.html', 'code.en.txt', 'code.en.sms.txt'] });
    expect(readFileSync(join(out, 'code.en.sms.txt'), 'utf8')).toMatch(
      /^012345 is your Joos code.*\n@app\.joos\.example #012345\n$/,
    );
  });

  test('says the company of the settings, where they are there', async () => {
    const out = newFolder();
    const environment = {
      JOOS_ISSUER: 'Echte Joos GmbH;Frankfurt am Main',
      JOOS_VAT_ID: 'DE987654321',
      JOOS_SUPPORT: 'hilfe@joos.test',
      JOOS_PAYMENT_PAGE: 'https://joos.test/karten',
      JOOS_CODE_ORIGIN: 'app.joos.test',
    };
    await joos(['notices', 'preview', 'receipt', '--locale', 'de', '--out', out], { environment });
    await joos(['notices', 'preview', 'payment-failed', '--locale', 'de', '--out', out], { environment });
    await joos(['notices', 'preview', 'code', '--locale', 'de', '--out', out], { environment });
    const receipt = readFileSync(join(out, 'receipt.de.txt'), 'utf8');
    for (const words of ['Echte Joos GmbH', 'DE987654321', 'hilfe@joos.test']) expect(receipt).toContain(words);
    expect(readFileSync(join(out, 'payment-failed.de.txt'), 'utf8')).toContain('https://joos.test/karten');
    expect(readFileSync(join(out, 'code.de.sms.txt'), 'utf8')).toContain('@app.joos.test #012345');
  });

  test('refuses settings that are wrong, all of them together', async () => {
    const environment = { JOOS_TIME_ZONE: 'Mars', JOOS_PAYMENT_PAGE: 'http://x', JOOS_CODE_ORIGIN: 'https://x' };
    const { code, err } = await joos(['notices', 'preview', 'code', '--out', newFolder()], { environment });
    expect(code).toBe(3);
    for (const name of Object.keys(environment)) expect(err).toContain(`\n  ${name} is `);
  });

  test('writes every message in every language, and a page that shows all of them', async () => {
    const out = newFolder();
    const ran = await joos(['notices', 'preview', '--all', '--out', out]);
    expect(ran).toMatchObject({ code: 0, err: '' });
    const files = readdirSync(out);
    expect(ran.out).toBe(`Wrote ${files.length} files into the folder; index.html shows all messages.`);
    for (const name of sampleNames) {
      for (const language of ['de', 'en']) {
        for (const form of ['html', 'txt', 'sms.txt']) expect(files).toContain(`${name}.${language}.${form}`);
      }
    }
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    for (const name of sampleNames) expect(page).toContain(`<section id="${name}">`);
    expect(page).not.toMatch(/<script|<link|<img/i);
  });

  test('lists the messages that there are to who names none, or one that is not', async () => {
    const listed = await joos(['notices', 'preview']);
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(listed.out.split('\n').slice(1)).toEqual(sampleNames.map((name) => `  ${name}`));
    expect(JSON.parse((await joos(['notices', 'preview', '--json'])).out)).toEqual(sampleNames);
    const wrong = await joos(['notices', 'preview', 'recieptt']);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    for (const name of sampleNames) expect(wrong.err).toContain(`\n  ${name}`);
    expect(wrong.err).not.toContain('recieptt');
    expect(await joos(['notices', 'preview', 'code', '--all'])).toMatchObject({ code: 2 });
    expect(await joos(['notices', 'preview', '--all', '--locale', 'de'])).toMatchObject({ code: 2 });
    expect(await joos(['notices', 'preview', 'code', '--locale', 'fr'])).toMatchObject({
      code: 2,
      err: 'joos: --locale takes one of: en, de',
    });
  });

  test('says in words that the folder cannot be written, without its name', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'geheim'), '');
    const { code, err } = await joos(['notices', 'preview', 'code', '--out', join(folder, 'geheim')]);
    expect({ code, err }).toEqual({ code: 2, err: 'joos: the folder of --out cannot be written' });
  });
});
