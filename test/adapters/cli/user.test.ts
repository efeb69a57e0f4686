import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { orThrow } from '../../../src/index.ts';
import { installation, joos, kim, signUp } from './installation.ts';

const staff = ['--case', 'CASE-1042'];
const find = ['user', 'find', ...staff];
const endSessions = ['user', 'end-sessions', ...staff];
const erase = ['user', 'erase', ...staff, '--reason', 'asked-in-writing', '--yes'];

describe.each(['sqlite', 'mysql'] as const)('a person on %s', (engine) => {
  test('is found masked, exported once a file, erased once, and not found any more', async () => {
    const here = await installation(engine);
    const { environment } = here;
    const { subject } = await signUp(here, { returned: 1 });

    const found = await joos(find, { environment, input: `${kim.phone}\n` });
    expect(found).toMatchObject({ code: 0, err: '', logged: ['opened'] });
    expect(found.out).toMatch(
      new RegExp(`^subject +${subject}\nstate +active\nregistered +20..-.*Z\nlanguage +en\nphone +\\+49 ••• ••56\n`),
    );
    expect(found.out).toMatch(/\nrentals +1, 0 of them open, 1 unpaid$/);
    const byEmail = await joos([...find, '--json'], { environment, input: kim.email });
    expect(JSON.parse(byEmail.out)).toMatchObject({
      subject,
      email: 'k•••@e•••.com',
      registeredAt: expect.any(String) as unknown,
    });

    const file = join(here.folder, 'export.zip');
    const exporting = ['user', 'export', ...staff, '--out', file];
    const alone = await joos(exporting, { environment, input: kim.phone });
    expect(alone).toMatchObject({
      code: 4,
      out: '',
      err: expect.stringMatching(/^joos: It takes two people/) as unknown,
    });
    await here.agreed('export-data', subject);
    const exported = await joos(exporting, { environment, input: kim.phone });
    expect(exported).toMatchObject({ code: 0, err: '' });
    expect(exported.out).toMatch(new RegExp(`^${file}: [\\d,]+ bytes, readable by you alone$`));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const everything = Object.values(unzipSync(readFileSync(file))).map((bytes) => Buffer.from(bytes).toString());
    expect(everything.join('')).toContain(kim.phone);

    writeFileSync(file, 'mine');
    await here.agreed('export-data', subject);
    const second = await joos([...exporting, subject], { environment });
    expect(second).toMatchObject({ code: 2, out: '' });
    expect(second.err).toContain('cannot be written there; is the file there already?');
    expect(readFileSync(file, 'utf8')).toBe('mine');

    expect((await joos(erase, { environment, input: kim.phone })).err).toMatch(/^joos: It takes two people/);
    await here.agreed('cancel-account', subject);
    const erased = await joos(erase, { environment, input: kim.phone });
    expect(erased).toMatchObject({ code: 0, err: '' });
    const [first = '', ...kept] = erased.out.split('\n');
    expect(first).toMatch(/^Erasure [0-9a-f-]{36}: certified$/);
    expect(kept.length).toBeGreaterThan(0);
    for (const line of kept) expect(line).toMatch(/^ {2}kept without a name: [\w-]+, \d+, by rule [\w-]+, until \S/);

    const again = await joos([...erase, subject], { environment });
    expect(again).toMatchObject({ code: 4, out: '' });
    expect(again.err).toMatch(/^joos: This account is cancelled already\n/);
    const asJson = await joos([...erase, subject, '--json'], { environment });
    expect(asJson).toMatchObject({ code: 4, err: '' });
    expect(JSON.parse(asJson.out)).toMatchObject({ kind: 'AlreadyCancelled', title: expect.any(String) as unknown });

    const gone = await joos(find, { environment, input: kim.phone });
    expect(gone).toMatchObject({ code: 4, out: '' });
    expect(gone.err).toMatch(/^joos: Nobody is found\n/);

    const said = [found, byEmail, exported, second, erased, again, asJson, gone];
    for (const { out, err } of said) {
      for (const value of [kim.phone.slice(1), kim.email]) expect(out + err).not.toContain(value);
    }
  });
});

describe.each(['sqlite', 'mysql'] as const)('a person who is logged in, on %s', (engine) => {
  test('is logged out of every device by a contact or a subject id, and who did it is on record', async () => {
    const here = await installation(engine);
    const { environment } = here;
    const { subject, session } = await signUp(here);
    const isIn = async (): Promise<boolean> => {
      const { joos: core } = await here.open();
      const found = await core.accounts.authenticate({ session });
      await core.close();
      return found.isOk();
    };
    expect(await isIn()).toBe(true);

    const ended = await joos(endSessions, { environment, input: `${kim.phone}\n` });
    expect(ended).toMatchObject({ code: 0, err: '', out: `Logged ${subject} out of 1 device.` });
    expect(await isIn()).toBe(false);
    const again = await joos([...endSessions, subject, '--json'], { environment });
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(again.out)).toEqual({ subject, ended: 0 });

    const file = join(here.folder, 'export.zip');
    await here.agreed('export-data', subject);
    await joos(['user', 'export', ...staff, '--out', file, subject], { environment });
    const data = Buffer.from(unzipSync(readFileSync(file))['data.json'] ?? []).toString();
    const deeds = [...data.matchAll(/"staff": "anna\.support",\s+"action": "([\w-]+)"/g)].map(([, action]) => action);
    // Of the two commands that ended sessions one looked the person up.
    expect(deeds).toEqual(['open-case', 'find-person', 'end-sessions', 'end-sessions', 'export-data']);

    const gone = await joos([...endSessions, '00000000-0000-4000-8000-000000000000'], { environment });
    expect(gone).toMatchObject({ code: 4, out: '', err: expect.stringMatching(/^joos: Nobody is found\n/) as unknown });
  });

  test('stays logged in where the command names no case, or nobody of the staff', async () => {
    const here = await installation(engine);
    const { environment } = here;
    const { subject, session } = await signUp(here);
    const noCase = await joos([...endSessions.slice(0, -2), subject], { environment });
    expect(noCase).toMatchObject({ code: 2, out: '' });
    const elsewhere = { ...environment, JOOS_STAFF_SESSION_FILE: join(here.folder, 'nothing-here') };
    expect(await joos([...endSessions, subject], { environment: elsewhere })).toMatchObject({ code: 4, out: '' });
    const { joos: core } = await here.open();
    await orThrow(core.accounts.authenticate({ session }));
    await core.close();
  });
});

describe('joos user', () => {
  test('refuses what names nobody, in words and without what was typed', async () => {
    const { environment } = await installation();
    for (const [argv, input, words] of [
      [find, '030 123456', /^joos: /],
      [find, 'kim@@example.com', /^joos: /],
      [['user', 'find', '--case', 'the one of today'], kim.phone, /CASE-1042/],
      [[...erase, '00000000-0000-4000-8000-000000000000'], '', /^joos: Nobody is found\n/],
    ] as const) {
      const { code, out, err } = await joos(argv, { environment, input });
      expect({ code, out }).toEqual({ code: 4, out: '' });
      expect(err).toMatch(words);
      for (const typed of [input, 'the one of today']) if (typed !== '') expect(err).not.toContain(typed);
    }
  });

  test('erases nobody without --yes, a reason and a case', async () => {
    const here = await installation();
    const { subject } = await signUp(here);
    const { environment } = here;
    for (const left of ['--yes', '--reason', '--case']) {
      const at = erase.indexOf(left);
      const argv = [...erase.slice(0, at), ...erase.slice(at + (left === '--yes' ? 1 : 2)), subject];
      const { code, err } = await joos(argv, { environment });
      expect(code).toBe(2);
      expect(err).toContain(`required option '${left}`);
    }
    expect(await joos(find, { environment, input: kim.phone })).toMatchObject({ code: 0 });
  });

  test('asks a person at a terminal for the contact, and nobody without one', async () => {
    const { environment } = await installation();
    const input = '';
    const alone = await joos(find, { environment, input });
    expect(alone).toMatchObject({ code: 2, err: 'joos: standard input holds no phone number and no email address' });
    const asked = await joos(find, { environment, interactive: true, readInput: async () => `${kim.phone}\n` });
    expect(asked.err).toMatch(/^joos: type the phone number or the email address, then Enter and Ctrl-D\njoos: Nobody/);
  });

  test('reads no input and opens nothing where the command line names the person wrongly', async () => {
    const { code } = await joos([...erase, kim.phone], { readInput: () => Promise.reject(new Error('read')) });
    expect(code).toBe(2);
  });
});
