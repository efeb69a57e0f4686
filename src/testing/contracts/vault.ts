import assert from 'node:assert/strict';
import type { KeyRotation, RewrapProgress } from '../../application/ports/key-rotation.ts';
import type { Cell, Keyring, Sealing } from '../../application/ports/sealing.ts';
import type { CodeBinding, SecretHashing } from '../../application/ports/secret-hashing.ts';
import type { ErasureLedgerEntry, Vault } from '../../application/ports/vault.ts';
import { keyClasses } from '../../domain/data-map/vocabulary.ts';
import { OneTimeCode } from '../../domain/verification/one-time-code.ts';
import { type Closable, type Contract, checkThat, must, refusalOf } from './contract.ts';
import {
  instant,
  newBytes,
  newChallenge,
  newChallengeId,
  newEmail,
  newErasureId,
  newPhone,
  newSubject,
} from './samples.ts';

/** The ports that speak of one set of keys. */
export interface KeyPorts {
  readonly vault: Vault;
  readonly sealing: Sealing;
  readonly hashing: Pick<SecretHashing, 'code'>;
  readonly rotation: KeyRotation;
}

/** What the adapter of {@link Vault}, {@link Sealing} and {@link SecretHashing} opens for a check: an empty vault. */
export interface OpenedVault extends Closable, KeyPorts {
  /** Opens the same vault once more, as a second process would. */
  readonly again: () => Promise<KeyPorts>;
}

const cell: Cell = { table: 'users', column: 'phone_sealed', record: 'r1', keyClass: 'account' };

/** All that is asked of a {@link Vault} with its {@link Sealing} and hashing of codes. */
export const vaultContract: Contract<OpenedVault> = [
  checkThat('a subject has the keys that were created, and no others', async ({ vault }) => {
    const [subject, other] = [newSubject(), newSubject()];
    await must(vault.createKeys(subject, keyClasses, instant()));
    assert.deepEqual(new Set(await must(vault.keyClassesOf(subject))), new Set(keyClasses));
    assert.deepEqual(await must(vault.keyClassesOf(other)), []);
  }),

  checkThat('what was sealed opens in its own cell, in this process and in another', async (opened) => {
    const { vault, sealing } = opened;
    const subject = newSubject();
    await must(vault.createKeys(subject, keyClasses, instant()));
    const keyring = await must(sealing.keyring(subject, 'data-subject-rights'));
    const texts = ['', '+4915123456789', 'Łódź 🔋', 'x'.repeat(5000)];
    const elsewhere = await must((await opened.again()).sealing.keyring(subject, 'data-subject-rights'));
    for (const text of texts) {
      const sealed = keyring.seal(cell, text);
      assert.equal(keyring.subject, subject);
      assert.equal(await must(keyring.open(cell, sealed)), text);
      assert.equal(await must(elsewhere.open(cell, sealed)), text);
    }
  }),

  checkThat('a sealed value looks different every time and shows nothing of the text', async ({ vault, sealing }) => {
    const subject = newSubject();
    await must(vault.createKeys(subject, keyClasses, instant()));
    const keyring = await must(sealing.keyring(subject, 'data-subject-rights'));
    const seals = Array.from({ length: 20 }, () => Buffer.from(keyring.seal(cell, '+4915123456789')));
    assert.equal(new Set(seals.map((seal) => seal.toString('hex'))).size, 20);
    for (const seal of seals) assert.equal(seal.includes('4915123'), false);
  }),

  checkThat(
    'a sealed value opens in no other cell, of no other class, for no other subject',
    async ({ vault, sealing }) => {
      const [subject, other] = [newSubject(), newSubject()];
      await must(vault.createKeys(subject, keyClasses, instant()));
      await must(vault.createKeys(other, keyClasses, instant()));
      const keyring = await must(sealing.keyring(subject, 'data-subject-rights'));
      const sealed = keyring.seal(cell, 'value');
      const elsewhere: readonly [Keyring, Cell][] = [
        [await must(sealing.keyring(other, 'data-subject-rights')), cell],
        [keyring, { ...cell, table: 'cards' }],
        [keyring, { ...cell, column: 'email_sealed' }],
        [keyring, { ...cell, record: 'r2' }],
        [keyring, { ...cell, keyClass: 'contract' }],
        [keyring, { ...cell, table: 'usersphone', column: '_sealed' }],
      ];
      for (const [ring, place] of elsewhere) {
        assert.deepEqual(await refusalOf(ring.open(place, sealed)), { kind: 'Unopenable' });
      }
    },
  ),

  checkThat('a destroyed key opens and seals nothing any more', async ({ vault, sealing }) => {
    const subject = newSubject();
    await must(vault.createKeys(subject, keyClasses, instant()));
    const before = await must(sealing.keyring(subject, 'data-subject-rights'));
    const contract: Cell = { table: 'cards', column: 'last4_sealed', record: 'r1', keyClass: 'contract' };
    const [sealed, kept] = [before.seal(cell, 'gone'), before.seal(contract, 'kept')];
    assert.equal(await must(vault.destroyKeys(subject, ['account'], instant())), 1);
    assert.equal(await must(vault.destroyKeys(subject, ['account'], instant())), 0);
    assert.deepEqual(await must(vault.keyClassesOf(subject)), ['contract']);
    const after = await must(sealing.keyring(subject, 'data-subject-rights'));
    assert.deepEqual(await refusalOf(after.open(cell, sealed)), { kind: 'Unopenable' });
    assert.throws(() => after.seal(cell, 'more'));
    assert.equal(await must(after.open(contract, kept)), 'kept');
    assert.equal(await must(vault.destroyKeys(subject, keyClasses, instant())), 1);
    const last = await must(sealing.keyring(subject, 'data-subject-rights'));
    assert.deepEqual(await refusalOf(last.open(contract, kept)), { kind: 'Unopenable' });
  }),

  checkThat('keys that are there stay as they are, whoever creates them again', async (opened) => {
    const { vault, sealing } = opened;
    const subject = newSubject();
    await must(vault.createKeys(subject, keyClasses, instant()));
    const sealed = (await must(sealing.keyring(subject, 'data-subject-rights'))).seal(cell, 'value');
    const second = await opened.again();
    await must(second.vault.createKeys(subject, keyClasses, instant(1)));
    await must(vault.createKeys(subject, keyClasses, instant(2)));
    assert.equal(
      await must((await must(second.sealing.keyring(subject, 'data-subject-rights'))).open(cell, sealed)),
      'value',
    );
    assert.equal(await must((await must(sealing.keyring(subject, 'data-subject-rights'))).open(cell, sealed)), 'value');
    const later = (await must(second.sealing.keyring(subject, 'data-subject-rights'))).seal(cell, 'later');
    assert.equal(await must((await must(sealing.keyring(subject, 'data-subject-rights'))).open(cell, later)), 'later');
  }),

  checkThat('processes that create the keys of one subject at once seal under the same ones', async (opened) => {
    const subject = newSubject();
    const processes = [opened, await opened.again(), await opened.again()];
    await Promise.all(processes.map(({ vault }) => must(vault.createKeys(subject, keyClasses, instant()))));
    const seals = await Promise.all(
      processes.map(async ({ sealing }) =>
        (await must(sealing.keyring(subject, 'data-subject-rights'))).seal(cell, 'value'),
      ),
    );
    for (const { sealing } of processes) {
      const keyring = await must(sealing.keyring(subject, 'data-subject-rights'));
      for (const sealed of seals) assert.equal(await must(keyring.open(cell, sealed)), 'value');
    }
  }),

  checkThat('keys of many subjects come with one look', async ({ vault, sealing }) => {
    const [first, second, unknown] = [newSubject(), newSubject(), newSubject()];
    await must(vault.createKeys(first, keyClasses, instant()));
    await must(vault.createKeys(second, keyClasses, instant()));
    const rings = await must(sealing.keyrings([first, second, unknown, first], 'data-subject-rights'));
    assert.deepEqual(new Set(rings.keys()), new Set([first, second, unknown]));
    for (const subject of [first, second]) {
      const ring = rings.get(subject);
      const sealed = ring?.seal(cell, subject);
      assert.equal(
        await must((await must(sealing.keyring(subject, 'data-subject-rights'))).open(cell, sealed ?? newBytes(40))),
        subject,
      );
    }
    assert.deepEqual(await refusalOf(rings.get(unknown)?.open(cell, newBytes(60)) ?? never()), { kind: 'Unopenable' });
    assert.deepEqual([...(await must(sealing.keyrings([], 'data-subject-rights'))).keys()], []);
  }),

  checkThat('a blind index finds the same value in every process, and differs by column and value', async (opened) => {
    const indexes = await must(opened.sealing.blindIndexes());
    const second = await must((await opened.again()).sealing.blindIndexes());
    const index = indexes.of('users', 'phone_index', '+4915123456789');
    assert.equal(index.value.length, 16);
    assert.deepEqual({ by: index.by, b: index.b }, { by: 'a', b: null });
    assert.deepEqual(index.a, index.value);
    assert.deepEqual(second.of('users', 'phone_index', '+4915123456789'), index);
    for (const other of [
      indexes.of('users', 'phone_index', '+4915123456780'),
      indexes.of('users', 'email_index', '+4915123456789'),
      indexes.of('challenges', 'target_index', '+4915123456789'),
    ]) {
      assert.notDeepEqual(other.value, index.value);
    }
  }),

  checkThat('the hash of a code is bound to challenge, purpose, target and device', async (opened) => {
    const code = OneTimeCode.fromBytes(newBytes(32), 6);
    const phone = newPhone();
    const { holder } = newChallenge();
    const target = { kind: 'phone', phone } as const;
    const binding: CodeBinding = { challenge: newChallengeId(), purpose: 'log-in', target, holder };
    const hash = await must(opened.hashing.code(code, binding));
    assert.equal(hash.length, 32);
    const second = await opened.again();
    assert.deepEqual(Buffer.from(await must(second.hashing.code(code, binding))), Buffer.from(hash));
    for (const other of [
      { ...binding, challenge: newChallengeId() },
      { ...binding, purpose: 'add-phone' },
      { ...binding, holder: newChallenge().holder },
      { ...binding, target: { kind: 'phone', phone: newPhone() } },
      { ...binding, target: { kind: 'email', email: newEmail() } },
    ] as const) {
      assert.notDeepEqual(Buffer.from(await must(opened.hashing.code(code, other))), Buffer.from(hash));
    }
    const otherCode = await must(OneTimeCode.parse(code.reveal() === '123456' ? '654321' : '123456'));
    assert.notDeepEqual(Buffer.from(await must(opened.hashing.code(otherCode, binding))), Buffer.from(hash));
  }),

  checkThat('keys that were moved to a new epoch open what they sealed, here and elsewhere', async (opened) => {
    const { vault, sealing, rotation } = opened;
    const subjects = Array.from({ length: 3 }, newSubject);
    const sealed: Uint8Array[] = [];
    for (const subject of subjects) {
      await must(vault.createKeys(subject, keyClasses, instant()));
      sealed.push((await must(sealing.sealer(subject))).seal(cell, subject));
    }
    const [gone, ...living] = subjects;
    const before = await opened.again();
    assert.equal(await must(rotation.begin()), 2);
    await must(vault.destroyKeys(gone ?? newSubject(), keyClasses, instant()));
    const progress: RewrapProgress[] = [];
    assert.deepEqual(await must(rotation.rewrap((so) => progress.push(so))), { keys: 4, unopened: 0 });
    assert.deepEqual(progress.at(-1), { done: 4, total: 4 });
    assert.deepEqual(await must(rotation.rewrap(() => {})), { keys: 0, unopened: 0 });
    for (const { sealing: anyone } of [opened, before, await opened.again()]) {
      for (const subject of living) {
        const keyring = await must(anyone.keyring(subject, 'data-subject-rights'));
        assert.equal(await must(keyring.open(cell, sealed[subjects.indexOf(subject)] ?? newBytes(40))), subject);
      }
    }
    assert.deepEqual(
      (await must(rotation.epochs())).map(({ epochId, keysLeft }) => [epochId, keysLeft]),
      [
        [1, 0],
        [2, null],
      ],
    );
  }),

  checkThat('an epoch is not destroyed after one scan, however often it is asked for', async ({ rotation }) => {
    await must(rotation.begin());
    for (let run = 1; run <= 3; run++) {
      await must(rotation.scan());
      assert.deepEqual(await must(rotation.destroyEmpty()), []);
    }
    const [first, second] = await must(rotation.epochs());
    assert.deepEqual([first?.cleanScans, first?.destroyedAt], [1, null]);
    assert.deepEqual([second?.cleanScans, second?.retiredAt], [0, null]);
  }),

  checkThat('the ledger keeps each step once', async ({ vault }) => {
    const entry: ErasureLedgerEntry = {
      erasure: newErasureId(),
      subject: newSubject(),
      step: 'requested',
      recordedAt: instant(),
      counts: { cards: 2 },
    };
    await must(vault.appendToLedger([entry]));
    await must(vault.appendToLedger([{ ...entry, recordedAt: instant(1) }]));
    await must(vault.appendToLedger([{ ...entry, step: 'certified', recordedAt: instant(2) }]));
    assert.deepEqual(
      (await must(vault.ledgerOf(entry.erasure))).map(({ step, recordedAt }) => [step, recordedAt]),
      [
        ['requested', instant()],
        ['certified', instant(2)],
      ],
    );
  }),
];

function never(): never {
  throw new assert.AssertionError({ message: 'the subject that was asked for is missing' });
}
