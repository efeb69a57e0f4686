import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sealingCertificates } from '../../../src/adapters/certificates/index.ts';
import { openKeyFile } from '../../../src/adapters/key-file/index.ts';
import { openSigningKey } from '../../../src/adapters/sealing/index.ts';
import { sqliteStores } from '../../../src/adapters/sql/sqlite.ts';
import { systemClock, systemRandomness } from '../../../src/adapters/system/index.ts';
import { certificateDoesNotProve, certificateProves } from '../../../src/domain/deletion/certificate-claims.ts';
import { certificateOf } from '../../../src/domain/deletion/certificate-of.ts';
import { orThrow } from '../../../src/index.ts';
import { sampleFacts } from '../certificates/sample-facts.ts';
import { issued, newSigner } from '../certificates/signers.ts';
import { type Installation, installation, joos, newFolder } from './installation.ts';

/** A folder with a certificate of the sample erasure, as it was issued or changed by hand, and the key that comes with it. */
async function handedOut(change: (text: string) => string = (text) => text) {
  const folder = newFolder();
  const { text, publicKey } = await issued(sampleFacts, await newSigner());
  const files = { certificate: join(folder, 'certificate.json'), key: join(folder, 'joos.pem') };
  writeFileSync(files.certificate, change(text));
  writeFileSync(files.key, publicKey);
  return { ...files, argv: ['certificate', 'verify', files.certificate, '--public-key', files.key] };
}

describe('joos certificate verify', () => {
  test('needs no settings, exits 0 for a genuine one, and says what it proves and what it cannot', async () => {
    const { argv } = await handedOut();
    const { code, out, err, logged } = await joos(argv, { environment: {} });
    expect({ code, err, logged }).toEqual({ code: 0, err: '', logged: [] });
    expect(out).toMatch(/^This certificate is genuine\.\n\nerasure +019391a5-5c00-7000-8000-000000000001\n/);
    for (const line of [
      /^deleted +identities 1, consent_entries 4, cards 1, orders 2, payments 2 \(data\)$/m,
      /^pseudonymised +receipts 3 \(data\)$/m,
      /^coarsened +orders 1 \(data\)$/m,
      /^key +account 0123456789abcdef, destroyed 2026-11-23T09:05:00\.000Z$/m,
      /^retained +rental 1, by rule keep-open-rentals \(contract\), until it is settled, 2029-12-31 at the latest$/m,
      /^retained +bookkeeping 3, by rule keep-bookkeeping \(legal-obligation\), until 2034-12-31$/m,
      /^processor +newsletter: unreachable, /m,
      /^ledger +position 4718, requested, fenced, /m,
      /of the vault unreadable from 2026-12-07T09:05:00\.000Z$/m,
    ]) {
      expect(out).toMatch(line);
    }
    for (const sentence of [...certificateProves, ...certificateDoesNotProve]) expect(out).toContain(`  - ${sentence}`);
    expect(out.indexOf('What it proves:')).toBeLessThan(out.indexOf('What it does not prove:'));
  });

  test('exits 1 for a tampered one and names each thing that is wrong', async () => {
    const { argv } = await handedOut((text) =>
      text.replace('"records": 3', '"records": 0').replace('"status": "unreachable"', '"status": "completed"'),
    );
    const { code, out, err } = await joos(argv);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toBe(
      [
        'This certificate is NOT genuine: 2 things are wrong.',
        '  - The section "retained" was changed after it was signed.',
        '  - The section "processors" was changed after it was signed.',
        'As it stands it proves nothing.',
      ].join('\n'),
    );
  });

  test('tells one of another installation as such', async () => {
    const { argv } = await handedOut();
    const { key } = await handedOut();
    const { code, out } = await joos([...argv.slice(0, -1), key]);
    expect(code).toBe(1);
    expect(out).toMatch(
      /^This certificate is NOT genuine: one thing is wrong\.\n {2}- It was signed with another key: /,
    );
  });

  test('answers programs in one JSON document', async () => {
    const genuine = await joos([...(await handedOut()).argv, '--json']);
    expect(genuine.code).toBe(0);
    expect(JSON.parse(genuine.out)).toEqual({
      genuine: true,
      findings: [],
      proves: certificateProves,
      doesNotProve: certificateDoesNotProve,
    });
    const tampered = await joos([...(await handedOut((text) => text.replace('production', 'staging'))).argv, '--json']);
    expect(tampered.code).toBe(1);
    expect(JSON.parse(tampered.out)).toEqual({
      genuine: false,
      findings: [
        {
          kind: 'SectionChanged',
          section: 'installation',
          words: 'The section "installation" was changed after it was signed.',
        },
      ],
    });
  });

  test('never prints what stands in a certificate that is not genuine: it may be anything', async () => {
    const { argv } = await handedOut((text) => text.replace('"production"', '"\\u001b[2J+4915228895456"'));
    const { out, err } = await joos(argv);
    expect(out + err).not.toContain('4915228895456');
    expect(out + err).not.toContain('\u001b');
  });

  test('refuses files that cannot be read, and a key file without a key, without quoting them', async () => {
    const { argv, certificate } = await handedOut();
    const nowhere = '/nowhere/+4915228895456';
    for (const [line, code, words] of [
      [['certificate', 'verify', nowhere, '--public-key', nowhere], 5, 'the file of the certificate cannot be read'],
      [['certificate', 'verify', certificate, '--public-key', nowhere], 5, 'the file of the public key cannot be read'],
      [[...argv.slice(0, -1), certificate], 2, 'the file of --public-key holds no Ed25519 public key in PEM'],
    ] as const) {
      expect(await joos(line)).toEqual({ code, out: '', err: `joos: ${words}`, logged: [] });
    }
    const keyless = await joos(['certificate', 'verify', certificate]);
    expect(keyless).toMatchObject({ code: 2, out: '' });
    expect(keyless.err).toContain('--public-key');
  });
});

/** A certificate that this installation signed and keeps, as its worker would have. */
async function certified({ folder }: Installation): Promise<void> {
  const files = { dataFile: join(folder, 'data.db'), vaultFile: join(folder, 'vault.db') };
  const rows = sqliteStores(files).openVaultRows();
  const wrapper = await orThrow(openKeyFile(join(folder, 'master.key')));
  const system = { clock: systemClock, randomness: systemRandomness };
  const signer = await orThrow(openSigningKey({ rows, wrapper, environment: 'test', ...system }));
  const document = await orThrow(sealingCertificates(signer, 'test').seal(certificateOf(sampleFacts)));
  await orThrow(rows.keepCertificate(sampleFacts.erasure, document, sampleFacts.completedAt));
  await orThrow(rows.close());
}

describe('joos certificate show and public-key', () => {
  test('hand out what verifies anywhere else, once a file', async () => {
    const here = await installation();
    await certified(here);
    const { environment, folder } = here;
    const [certificate, key] = [join(folder, 'certificate.json'), join(folder, 'joos.pem')];
    const show = ['certificate', 'show', sampleFacts.erasure];
    const shown = await joos([...show, '--out', certificate], { environment });
    expect(shown).toMatchObject({ code: 0, err: '', out: 'written' });
    const published = await joos(['certificate', 'public-key', '--out', key], { environment });
    expect(published).toMatchObject({ code: 0, err: '', out: 'written' });

    const verified = await joos(['certificate', 'verify', certificate, '--public-key', key], { environment: {} });
    expect(verified).toMatchObject({ code: 0, err: '' });

    const printed = await joos(show, { environment });
    expect(`${printed.out}\n`).toBe(readFileSync(certificate, 'utf8'));
    const asJson = await joos(['certificate', 'public-key', '--json'], { environment });
    expect(JSON.parse(asJson.out)).toEqual({
      keyId: (JSON.parse(printed.out) as { seal: { keyId: string } }).seal.keyId,
      publicKeys: readFileSync(key, 'utf8'),
    });

    const again = await joos([...show, '--out', certificate], { environment });
    expect(again).toMatchObject({ code: 2, out: '' });
    expect(again.err).toContain('is the file there already?');
  });

  test('refuse what is no erasure, in words and as JSON', async () => {
    const { environment } = await installation();
    const wrong = await joos(['certificate', 'show', '+4915228895456'], { environment });
    expect(wrong).toMatchObject({ code: 2, out: '', err: 'joos: the argument is no erasure id' });
    const unknown = ['certificate', 'show', '00000000-0000-4000-8000-000000000000'];
    const inWords = await joos(unknown, { environment });
    expect(inWords).toMatchObject({ code: 4, out: '' });
    expect(inWords.err).toMatch(/^joos: There is no such erasure\n/);
    const asJson = await joos([...unknown, '--json'], { environment });
    expect(asJson).toMatchObject({ code: 4, err: '' });
    expect(JSON.parse(asJson.out)).toMatchObject({ kind: 'NoSuchErasure' });
  });
});
