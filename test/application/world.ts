import { randomInt } from 'node:crypto';
import { inMemoryAuditSink, openInMemoryStore } from '../../src/adapters/in-memory/index.ts';
import { systemDeadline, systemIds, systemRandomness } from '../../src/adapters/system/index.ts';
import type { Business } from '../../src/application/ports/business.ts';
import type { DataStore } from '../../src/application/ports/data-store.ts';
import type { LogEvent } from '../../src/application/ports/log.ts';
import type { Mail } from '../../src/application/ports/mailer.ts';
import type { MessageContent } from '../../src/application/ports/message-content.ts';
import { type PortFailure, portFailure } from '../../src/application/ports/port-failure.ts';
import type { Ports } from '../../src/application/ports/ports.ts';
import type { Sms } from '../../src/application/ports/sms-sender.ts';
import type { Transaction } from '../../src/application/ports/transaction.ts';
import type { AuditEntry } from '../../src/domain/audit/audit-entry.ts';
import type { SinkLine } from '../../src/domain/audit/checkpoint.ts';
import type { PaymentMethodReference } from '../../src/domain/card/payment-method-reference.ts';
import type { SubjectId } from '../../src/domain/ids.ts';
import { Instant } from '../../src/domain/instant.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { errAsync, okAsync, type Result, type ResultAsync } from '../../src/domain/result.ts';
import type { RiskEvent } from '../../src/domain/risk/risk-event.ts';
import { budgetRules } from '../../src/domain/verification/code-budget.ts';
import { defaultSignInPolicy, type SignInPolicy } from '../../src/domain/verification/sign-in-policy.ts';
import { fakeSeals } from '../fake-seals.ts';
import { staffed } from '../staff-desk.ts';
import { fakeHashing } from './fake-hashing.ts';
import { fakeIdentities, type ProviderMood } from './fake-identities.ts';
import { openFakeVault } from './fake-vault.ts';

/** The whole outside of the core, in memory: what was sent, what time it is, and what is out of order. */
export interface World {
  readonly ports: Ports;
  readonly texts: Sms[];
  readonly mails: Mail[];
  readonly forgotten: PaymentMethodReference[];
  readonly logged: LogEvent[];
  /** Whole lines of the log. */
  readonly lines: unknown[];
  /** What the listener was told of the door. */
  readonly risks: RiskEvent[];
  readonly providers: ProviderMood;
  /** False: nobody agrees to what takes two of the staff. */
  readonly colleagues: { agree: boolean };
  /** Calls of the vault that make or destroy keys. */
  readonly keys: { readonly done: 'made' | 'destroyed'; readonly subject: SubjectId }[];
  /** A port named here answers with the failure instead of doing what it is asked. */
  readonly broken: {
    sms?: PortFailure;
    mailer?: PortFailure;
    processor?: PortFailure;
    audit?: PortFailure;
    vault?: PortFailure;
    /** The rows of the budgets, alone of the whole store. */
    budgets?: PortFailure;
    /** Putting something into a budget; how full it is can be read. */
    charging?: PortFailure;
  };
  /** What the audit sink was given. */
  readonly witnessed: readonly SinkLine[];
  /** Everything that the stores hold, to be compared. */
  everything(): unknown;
  /** All of it but how full budgets are and what is on record of risks and refused colleagues: a refusal changes nothing else. */
  theRest(): unknown;
  /** The rows of a table, as they are. */
  rows(table: string): readonly unknown[];
  /** Takes a backup of the data store, and answers how to restore it. */
  backUp(): () => void;
  pass(durationMs: number): void;
}

/** Opens a world in which nobody is yet, on a Monday morning; what the business says of itself may be more than its name. */
export function openWorld(more: Partial<Business> = {}): World {
  let now = value(Instant.parse('2026-11-23T09:00:00Z'));
  const inMemory = openInMemoryStore();
  const sink = inMemoryAuditSink();
  const colleagues = { agree: true };
  const desk = staffed(inMemory, colleagues);
  const { vault, held } = openFakeVault();
  const texts: Sms[] = [];
  const mails: Mail[] = [];
  const forgotten: PaymentMethodReference[] = [];
  const logged: LogEvent[] = [];
  const lines: unknown[] = [];
  const keys: { done: 'made' | 'destroyed'; subject: SubjectId }[] = [];
  const risks: RiskEvent[] = [];
  const providers: ProviderMood = { vouch: true };
  const broken: World['broken'] = {};
  const unless = <Answer>(failure: PortFailure | undefined, act: () => ResultAsync<Answer, PortFailure>) =>
    failure === undefined ? act() : errAsync(failure);

  const withoutBudgets = (tx: Transaction): Transaction => {
    const { budgets: failure, charging } = broken;
    if (charging !== undefined) return { ...tx, budgets: { ...tx.budgets, charge: () => errAsync(charging) } };
    if (failure === undefined) return tx;
    const fail = () => errAsync(failure);
    return { ...tx, budgets: { charge: fail, levels: fail, lockedLevels: fail, giveBack: fail } };
  };
  const store: DataStore = {
    ...desk,
    transact: (work) => desk.transact((tx) => work(withoutBudgets(tx))),
  };
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
    audit: {
      append: (lines) => unless(broken.audit, () => sink.append(lines)),
      read: sink.read,
    },
    auditSeals: fakeSeals,
    deadline: systemDeadline,
    hashing: fakeHashing,
    clock: { now: () => now },
    ids: systemIds,
    randomness: systemRandomness,
    sms: {
      residency: onThisMachine,
      send: (sms) =>
        unless(broken.sms, () => {
          texts.push(sms);
          return okAsync(undefined);
        }),
    },
    mailer: {
      residency: onThisMachine,
      send: (mail) =>
        unless(broken.mailer, () => {
          mails.push(mail);
          return okAsync(undefined);
        }),
    },
    templates: {
      mail: (content) => {
        const text = textOf(content);
        return okAsync({ subject: content.kind, html: `<p>${text}</p>`, text, attachments: [] });
      },
      sms: textOf,
    },
    processor: {
      residency: onThisMachine,
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
    identities: fakeIdentities(providers),
    staffIdentities: fakeIdentities(providers, ['company', 'timeless']),
    risk: { told: (event) => void risks.push(event) },
    archive: { pack: () => okAsync(new Uint8Array()) },
    log: {
      write: (level, event, fields) => {
        logged.push(event);
        lines.push({ level, event, fields });
      },
    },
    business: { timeZone: 'Europe/Berlin', receiptIssuer: 'JOOS', confirmEmailUrl, undoChangeUrl, ...more },
  };
  return {
    ports,
    texts,
    mails,
    forgotten,
    logged,
    lines,
    risks,
    witnessed: sink.lines,
    providers,
    colleagues,
    keys,
    broken,
    everything: () => ({ rows: { ...inMemory.snapshot(), ...ownStaff }, vault: held() }),
    theRest: () => {
      const rows = inMemory.snapshot();
      const deeds = (rows.auditEntries ?? []).filter((entry) => (entry as AuditEntry).action !== 'staff-refused'); // sound: its rows
      const aside = { codeBudgets: null, riskEvents: null, auditLinks: null, auditHeads: null, auditEntries: deeds };
      return { rows: { ...rows, ...aside, ...ownStaff }, vault: held() };
    },
    rows: (table) => inMemory.snapshot()[table] ?? [],
    backUp: () => inMemory.backUp(),
    pass: (durationMs) => {
      now = Instant.plusMs(now, durationMs);
    },
  };
}

/** That the colleagues of the tests are there says nothing of what a use case did. */
const ownStaff = { staffMembers: null, staffGrants: null, staffSessions: null, staffApprovals: null };

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

/** For histories with more codes than people ask for: budgets that nobody uses up. */
export const noLimits: SignInPolicy = {
  ...defaultSignInPolicy,
  spendPerCountry: 1e12,
  spendPerDay: 1e12,
  limits: Object.fromEntries(Object.keys(budgetRules).map((rule) => [rule, 1e6])),
};

/** What a message says, in the tests: what it is about, and what somebody may do with it. */
function textOf(content: MessageContent): string {
  const link = (url: string | null): string => (url === null ? '' : ` Link: ${url}`);
  if (content.kind === 'code') return `Code: ${content.code}${link(content.confirmUrl)}`;
  return content.kind === 'contact-changed' ? `${content.kind}${link(content.undoUrl)}` : content.kind;
}

const confirmEmailUrl = 'https://api.joos.example/v1/email-confirmations';
const undoChangeUrl = 'https://api.joos.example/v1/contact-changes';

/** The code of the message that was sent last. */
export function lastCode(messages: readonly { readonly text: string }[]): string {
  const [, code] = /Code: (\d{8}|\d{6})/.exec(messages.at(-1)?.text ?? '') ?? [];
  if (code === undefined) throw new Error('No code was sent');
  return code;
}

/** A code that is not this one. */
export function anotherCode(code: string): string {
  return String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');
}

/** The last part of the address in a message. */
export function tokenIn(message: { readonly text: string } | undefined): string {
  const [, token] = /Link: \S+\/(\S+)/.exec(message?.text ?? '') ?? [];
  if (token === undefined) throw new Error('There is no address in the message');
  return token;
}

export const newPhone = (): string => `+491512${randomInt(1_000_000, 9_999_999)}`;
