import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installation, joos as joosHere, kim, newFolder, signUp } from './installation.ts';
import { joosProcess as joos, main, start } from './process.ts';

/** A folder for the PATH in which `joos` is the program of this checkout. */
function pathWithJoos(): string {
  const bin = join(newFolder(), 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'joos'), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(join(bin, 'joos'), 0o755);
  return `${bin}:${process.env.PATH ?? ''}`;
}

describe('joos as a process', () => {
  test('can be set up by pasting the example of its own help', async () => {
    const { out } = await joosHere(['migrate', '--help']);
    const example = out.slice(out.indexOf('  export '));
    const folder = newFolder();
    const script = `set -e\n${example}\njoos migrate\njoos worker --once`;
    const ran = await start('sh', ['-c', script], { environment: { PATH: pathWithJoos() }, folder }).ended;
    expect(ran.err.split('\n').filter((line) => !line.includes('so far'))).toEqual(['']);
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(
      /^Made the key file.*\nDid:\n(?:.*\n)+Both schemas are up to date\.\nerasures: certified 0/,
    );
    expect(existsSync(join(folder, 'vault.db'))).toBe(true);
  });

  test('takes a phone number by standard input, asks for nothing, and logs nothing that is in order', async () => {
    const here = await installation();
    const { subject } = await signUp(here);
    const { environment } = here;
    const find = ['user', 'find', '--case', 'CASE-1042', '--json'];
    const found = await joos(find, { environment, input: `${kim.phone}\n` }).ended;
    expect(found).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(found.out)).toMatchObject({ subject, phone: '+49 ••• ••56' });
    const nobody = await joos(find, { environment, input: '' }).ended;
    expect(nobody).toMatchObject({ code: 2, out: '' });
  });

  test('ends in order when nobody reads on', async () => {
    const script = 'joos --help | head -n 1; joos nonsense 2>&1 >/dev/null | head -n 1';
    const { code, out, err } = await start('sh', ['-c', script], { environment: { PATH: pathWithJoos() } }).ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe('Usage: joos [options] [command]\njoos: there is no such command\n');
  });
});

describe('joos worker as a process', () => {
  test('does what is due until it is told to stop, and ends with 0', async () => {
    const here = await installation();
    await signUp(here, { returned: 1 });
    const worker = joos(['worker', '--json', '--every', '3600'], here);
    const messages = join(here.folder, 'messages');
    await expect.poll(() => receiptsIn(messages), { timeout: 20_000 }).toHaveLength(1);
    worker.child.kill('SIGTERM');
    const { code, out } = await worker.ended;
    expect(code).toBe(0);
    const [pass = ''] = out.split('\n');
    expect(JSON.parse(pass)).toMatchObject({ payments: { succeeded: 1 }, failures: [] });
  });

  test('finishes the pass under way when it is told to stop: nothing is left half done, nothing is sent twice', async () => {
    const here = await installation();
    await signUp(here, { returned: 12 });
    const worker = joos(['worker', '--every', '3600'], here);
    await worker.says(/"event":"opened"/);
    worker.child.kill('SIGTERM');
    expect((await worker.ended).code).toBe(0);
    // What was claimed and not finished would not come back before its lease has run out.
    const rest = await joos(['worker', '--once', '--json'], here).ended;
    expect(rest.code).toBe(0);
    const receipts = receiptsIn(join(here.folder, 'messages'));
    expect(receipts).toHaveLength(12);
    expect(new Set(receipts.map((name) => name.replace(/^\d+-/, ''))).size).toBe(12);
  });
});

/** The PDFs of receipts; each has the number of the receipt in its name. */
function receiptsIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.pdf')) : [];
}

describe('joos serve as a process', () => {
  test('answers until it is told to stop, and ends with 0', async () => {
    const here = await installation();
    const server = joos(['serve', '--port', '0'], here);
    const [, url = ''] = await server.says(/listening on (http:\/\/\S+)/);
    const answered = await fetch(`${url}/account`);
    expect(answered.status).toBe(401);
    expect(await answered.json()).toMatchObject({ kind: 'NotLoggedIn' });

    const taken = await joos(['serve', '--port', new URL(url).port], here).ended;
    expect(taken.code).toBe(2);
    expect(taken.err).toContain('something else listens on this port already');

    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
    await expect(fetch(`${url}/account`)).rejects.toThrow();
  });
});
