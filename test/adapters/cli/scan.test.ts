import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { joos, newFolder } from './installation.ts';

const phone = '+4915228895456';

/** A folder with two files, one of which holds the number in hex. */
function searched(): string {
  const folder = newFolder();
  mkdirSync(join(folder, 'below'));
  writeFileSync(join(folder, 'clean'), 'nothing of anyone');
  writeFileSync(join(folder, 'below', 'dump'), `x'${Buffer.from(phone).toString('hex')}'`);
  return folder;
}

describe('joos scan', () => {
  test('says where a value lies and in which form, never the value, and exits 1', async () => {
    const folder = searched();
    const { code, out, err } = await joos(['scan', folder], { input: `phone=${phone}\r\nemail=kim@example.com\n` });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(/^2 files, \d+ bytes: found\n {2}phone: 1 hex in .*below\/dump$/);
    expect(out).not.toContain(phone.slice(1));
    const asJson = await joos(['scan', folder, '--json'], { input: `phone=${phone}` });
    expect(asJson.code).toBe(1);
    expect(JSON.parse(asJson.out)).toMatchObject({
      files: 2,
      findings: [{ label: 'phone', encoding: 'hex', count: 1 }],
    });
  });

  test('exits 0 when it finds nothing', async () => {
    const { code, out } = await joos(['scan', searched()], { input: 'phone=+4915228895457' });
    expect(code).toBe(0);
    expect(out).toMatch(/^2 files, \d+ bytes: nothing found$/);
  });

  test('reports nothing when a path cannot be read: the rest might look clean', async () => {
    const { code, out, err } = await joos(['scan', searched(), `/nowhere/${phone}`], { input: `phone=${phone}` });
    expect({ code, out }).toEqual({ code: 5, out: '' });
    expect(err).toBe('joos: a path cannot be read; nothing is reported, since the rest might look clean');
  });

  test.each([
    ['no value at all', '\n\n', /holds no values/],
    ['a value without a label', `phone=${phone}\n${phone}`, /line 2 of standard input is not LABEL=VALUE/],
    ['a label that is empty', `=${phone}`, /line 1 of standard input/],
    ['a value that is found everywhere', 'pin=123', /a value of 4 characters or more/],
  ])('refuses %s, by the number of the line', async (_, input, words) => {
    const { code, out, err } = await joos(['scan', searched()], { input });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(words);
    expect(err).not.toContain(phone.slice(1));
  });

  test('tells a person at a terminal what to type', async () => {
    const { err } = await joos(['scan', searched()], { input: `phone=${phone}`, interactive: true });
    expect(err).toMatch(/^joos: type values to look for, each as LABEL=VALUE, then Enter and Ctrl-D$/);
  });
});
