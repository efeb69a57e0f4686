import { createHash, createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { openInMemoryStore } from '../../src/adapters/in-memory/index.ts';
import { sessionTokenHash, systemIds, systemRandomness } from '../../src/adapters/system/index.ts';
import { logInWithThirdParty } from '../../src/application/accounts/log-in-with-third-party.ts';
import { requestCode } from '../../src/application/accounts/request-code.ts';
import { verifyCode } from '../../src/application/accounts/verify-code.ts';
import type { Business } from '../../src/application/ports/business.ts';
import type { LogEvent } from '../../src/application/ports/log.ts';
import type { Mail } from '../../src/application/ports/mailer.ts';
import { type PortFailure, portFailure } from '../../src/application/ports/port-failure.ts';
import type { Ports } from '../../src/application/ports/ports.ts';
import type { Sms } from '../../src/application/ports/sms-sender.ts';
import type { DestroyedKey, RecordedLedgerEntry, Vault } from '../../src/application/ports/vault.ts';
import type { PaymentMethodReference } from '../../src/domain/card/payment-method-reference.ts';
import type { KeyClass } from '../../src/domain/data-map/vocabulary.ts';
import type { ErasureId, NoticeId, SubjectId } from '../../src/domain/ids.ts';
import { Instant } from '../../src/domain/instant.ts';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from '../../src/domain/result.ts';
import type { SessionToken } from '../../src/domain/user/session-token.ts';

/** The whole outside of the core, in memory: what was sent, what time it is, and what is out of order. */
export interface World {
  readonly ports: Ports;
  readonly texts: Sms[];
  readonly mails: Mail[];
  readonly forgotten: PaymentMethodReference[];
  readonly logged: LogEvent[];
  /** Calls of the vault that make or destroy keys. */
  readonly keys: { readonly done: 'made' | 'destroyed'; readonly subject: SubjectId }[];
  /** A port named here answers with the failure instead of doing what it is asked. */
  readonly broken: { sms?: PortFailure; mailer?: PortFailure; processor?: PortFailure; vault?: PortFailure };
  /** Everything that the stores hold, to be compared. */
  everything(): unknown;
  pass(durationMs: number): void;
}

/** Opens a world in which nobody is yet, on a Monday morning; what the business says of itself may be more than its name. */
export function openWorld(more: Partial<Business> = {}): World {
  let now = value(Instant.parse('2026-11-23T09:00:00Z'));
  const store = openInMemoryStore();
  const { vault, held } = openTestVault();
  const texts: Sms[] = [];
  const mails: Mail[] = [];
  const forgotten: PaymentMethodReference[] = [];
  const logged: LogEvent[] = [];
  const keys: { done: 'made' | 'destroyed'; subject: SubjectId }[] = [];
  const broken: World['broken'] = {};
  const unless = <Answer>(failure: PortFailure | undefined, act: () => ResultAsync<Answer, PortFailure>) =>
    failure === undefined ? act() : errAsync(failure);

  const ports: Ports = {
    store,
    rotation: {
      epochs: () => okAsync([]),
      begin: () => okAsync(1),
      rewrap: () => okAsync({ keys: 0, unopened: 0 }),
      scan: () => okAsync(undefined),
      destroyEmpty: () => okAsync([]),
    },
    indexRotation: {
      indexKeys: () => okAsync([]),
      begin: () => okAsync(undefined),
      switchOver: () => okAsync(undefined),
      drop: () => okAsync(undefined),
      destroy: () => okAsync(undefined),
    },
    vault: {
      ...vault,
      createKeys: (subject, classes, at) =>
        unless(broken.vault, () => {
          keys.push({ done: 'made', subject });
          return vault.createKeys(subject, classes, at);
        }),
      destroyKeys: (subject, classes, at) =>
        unless(broken.vault, () => {
          keys.push({ done: 'destroyed', subject });
          return vault.destroyKeys(subject, classes, at);
        }),
    },
    certificates: {
      installation: 'test',
      keyId: '0123456789abcdef',
      publicKeys: () => okAsync('-----BEGIN PUBLIC KEY-----\n'),
      seal: (certificate) => okAsync(JSON.stringify(certificate)),
    },
    hashing: {
      code: (code, { challenge, purpose, target }) =>
        okAsync(
          new Uint8Array(
            createHmac('sha256', 'a key of the tests')
              .update(JSON.stringify([code.reveal(), challenge, purpose, target]))
              .digest(),
          ),
        ),
      unsubscribeMac: (notice) => okAsync(unsubscribeMac(notice)),
      madeUnsubscribeMac: (notice, mac) => {
        const [made, asked] = [unsubscribeMac(notice), mac].map((text) => Buffer.from(text));
        return okAsync(
          made !== undefined && asked !== undefined && made.length === asked.length && timingSafeEqual(made, asked),
        );
      },
      sessionToken: sessionTokenHash,
    },
    clock: { now: () => now },
    ids: systemIds,
    randomness: systemRandomness,
    sms: {
      send: (sms) =>
        unless(broken.sms, () => {
          texts.push(sms);
          return okAsync(undefined);
        }),
    },
    mailer: {
      send: (mail) =>
        unless(broken.mailer, () => {
          mails.push(mail);
          return okAsync(undefined);
        }),
    },
    templates: {
      mail: (content) => {
        const text = content.kind === 'code' ? `Code: ${content.code}` : content.kind;
        return okAsync({ subject: content.kind, html: `<p>${text}</p>`, text, attachments: [] });
      },
      sms: (content) => (content.kind === 'code' ? `Code: ${content.code}` : content.kind),
    },
    processor: {
      beginSetup: () => errAsync(portFailure('CardProcessor', true)),
      cardTakenIn: () => okAsync(null),
      charge: () => errAsync(portFailure('CardProcessor', true)),
      answerTo: () => okAsync(null),
      refund: () => okAsync(undefined),
      forget: (paymentMethod) =>
        unless(broken.processor, () => {
          forgotten.push(paymentMethod);
          return okAsync(undefined);
        }),
      forgetOthers: () => unless(broken.processor, () => okAsync(undefined)),
    },
    processors: [],
    archive: { pack: () => okAsync(new Uint8Array()) },
    log: { write: (_level, event) => void logged.push(event) },
    business: { timeZone: 'Europe/Berlin', receiptIssuer: 'JOOS', ...more },
  };
  return {
    ports,
    texts,
    mails,
    forgotten,
    logged,
    keys,
    broken,
    everything: () => ({ rows: store.snapshot(), vault: held() }),
    pass: (durationMs) => {
      now = Instant.plusMs(now, durationMs);
    },
  };
}

/** 16 bytes as 22 characters of base64url. */
function unsubscribeMac(notice: NoticeId): string {
  return createHmac('sha256', 'another key of the tests').update(notice).digest().subarray(0, 16).toString('base64url');
}

/** A vault that knows whose keys there are, and has none. */
function openTestVault(): { readonly vault: Vault; readonly held: () => unknown } {
  const classes = new Map<SubjectId, readonly KeyClass[]>();
  const destroyed = new Map<SubjectId, readonly DestroyedKey[]>();
  const ledger: RecordedLedgerEntry[] = [];
  const certificates = new Map<ErasureId, string>();
  const vault: Vault = {
    createKeys: (subject, made) => {
      classes.set(subject, [...new Set([...(classes.get(subject) ?? []), ...made])]);
      return okAsync(undefined);
    },
    destroyKeys: (subject, chosen, destroyedAt) => {
      const before = classes.get(subject) ?? [];
      const gone = before.filter((keyClass) => chosen.includes(keyClass));
      const left = before.filter((keyClass) => !chosen.includes(keyClass));
      if (left.length === 0) classes.delete(subject);
      else classes.set(subject, left);
      const keys = gone.map((keyClass) => ({
        keyClass,
        fingerprint: fingerprintOf(keyClass),
        epochId: 1,
        destroyedAt,
      }));
      if (keys.length > 0) destroyed.set(subject, [...(destroyed.get(subject) ?? []), ...keys]);
      return okAsync(gone.length);
    },
    destroyedKeysOf: (subject) => okAsync(destroyed.get(subject) ?? []),
    keyClassesOf: (subject) => okAsync(classes.get(subject) ?? []),
    appendToLedger: (entries) => {
      for (const entry of entries) {
        const isThere = ledger.some(({ erasure, step }) => erasure === entry.erasure && step === entry.step);
        if (!isThere) ledger.push({ ...entry, position: ledger.length + 1 });
      }
      return okAsync(undefined);
    },
    ledgerOf: (erasure) => okAsync(ledger.filter((entry) => entry.erasure === erasure)),
    ledgerAfter: (position, limit) => okAsync(ledger.slice(position, position + limit)),
    keepCertificate: (erasure, document) => {
      if (!certificates.has(erasure)) certificates.set(erasure, document);
      return okAsync(certificates.get(erasure) ?? document);
    },
    certificateOf: (erasure) => okAsync(certificates.get(erasure) ?? null),
    close: () => okAsync(undefined),
  };
  return { vault, held: () => structuredClone({ classes, destroyed, ledger, certificates }) };
}

/** 8 bytes in hexadecimal digits. */
function fingerprintOf(keyClass: KeyClass): string {
  return createHash('sha256').update(keyClass).digest('hex').slice(0, 16);
}

/** The value of an answer that must be ok; shows the kind of a refusal and nothing else. */
export function value<Value>(result: Result<Value, { readonly kind: string }>): Value {
  if (result.isErr()) throw new Error(`Refused: ${result.error.kind}`);
  return result.value;
}

/** The refusal of an answer that must be one. */
export function refusal<Refusal>(result: Result<unknown, Refusal>): Refusal {
  if (result.isOk()) throw new Error('This should have been refused');
  return result.error;
}

/** The code of the message that was sent last. */
export function lastCode(messages: readonly { readonly text: string }[]): string {
  const [, code] = /Code: (\d{6})/.exec(messages.at(-1)?.text ?? '') ?? [];
  if (code === undefined) throw new Error('No code was sent');
  return code;
}

/** A code that is not this one. */
export function anotherCode(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

export const newPhone = (): string => `+491512${randomInt(1_000_000, 9_999_999)}`;

/** Somebody who is logged in. */
export interface Person {
  readonly subject: SubjectId;
  readonly session: SessionToken;
  readonly phone: string;
}

/** Signs somebody up, or logs them in, by phone. */
export async function signIn(world: World, phone: string = newPhone()): Promise<Person> {
  const { challenge } = value(await requestCode(world.ports)({ purpose: 'log-in', phone }));
  const { subject, session } = value(await verifyCode(world.ports)({ phone, challenge, code: lastCode(world.texts) }));
  return { subject, session, phone };
}

/** Signs somebody up who has no phone. */
export async function signInByThirdParty(world: World, providerSubject = `s-${randomInt(1e9)}`): Promise<Person> {
  const identity = { issuer: 'https://login.example.org', providerSubject };
  const { subject, session } = value(await logInWithThirdParty(world.ports)({ identity }));
  return { subject, session, phone: '' };
}

/** Fences the person's account, as a cancellation does. */
export async function fence(world: World, person: Person): Promise<void> {
  const at = world.ports.clock.now();
  value(
    await world.ports.store.transact((tx) =>
      tx.doors
        .bySubjectAlone(person.subject, 'data-subject-rights')
        .andThen((held) => (held === null ? err({ kind: 'NobodyThere' }) : ok(held)))
        .andThen((held) => tx.users.fence(held, at)),
    ),
  );
}
