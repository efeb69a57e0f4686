import { inMemoryAuditSink, inMemoryStores } from '../../src/adapters/in-memory/index.ts';
import { simulatedCards } from '../../src/adapters/simulated-cards/index.ts';
import type { SignedIn } from '../../src/application/accounts/sign-in.ts';
import type { DataProcessor } from '../../src/application/ports/data-processor.ts';
import type { AccountCancelled } from '../../src/application/privacy/cancel-my-account.ts';
import type { ErasureCertificate } from '../../src/domain/deletion/certificate.ts';
import type { ErasureId, HoldId, SubjectId } from '../../src/domain/ids.ts';
import { hourMs, Instant } from '../../src/domain/instant.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { okAsync } from '../../src/domain/result.ts';
import type { DeviceToken } from '../../src/index.ts';
import {
  CardNumber,
  type Joos,
  type JoosAdapters,
  type LedgerReplayed,
  openForReplay,
  openJoos,
  orThrow,
} from '../../src/index.ts';
import { staffedStores, staffSessionOf } from '../staff-desk.ts';
import { tariff } from './person.ts';

const copied = (bytes: Uint8Array) => okAsync(new Uint8Array(bytes));
/** Whoever signs up does so by this number. */
export const phone = '+4915112345670';
const anna = { staffSession: staffSessionOf('anna.support'), caseNumber: 'CASE-1042' };
const ben = { staffSession: staffSessionOf('ben.legal'), caseNumber: 'CASE-1042' };

/** One installation, whose data store is put back to an earlier moment under a vault that is not. */
export class Installation {
  readonly goodbyes: string[] = [];
  readonly #stores = inMemoryStores();
  readonly #processors: readonly DataProcessor[];
  #code = '';
  #now = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
  #open: Joos | null = null;

  constructor(...processors: readonly DataProcessor[]) {
    this.#processors = processors;
  }

  get #adapters(): JoosAdapters {
    return {
      environment: 'test',
      stores: staffedStores(this.#stores),
      keys: { residency: onThisMachine, wrap: copied, unwrap: copied },
      processors: this.#processors,
      mailer: { residency: onThisMachine, send: () => okAsync(undefined) },
      sms: {
        residency: onThisMachine,
        send: ({ about, text, to }) => {
          if (about === 'goodbye') this.goodbyes.push(to);
          if (about === 'code') this.#code = text;
          return okAsync(undefined);
        },
      },
      templates: {
        mail: () => okAsync({ subject: '', html: '', text: '', attachments: [] }),
        sms: (content) => (content.kind === 'code' ? content.code : ''),
      },
      audit: inMemoryAuditSink(),
      cards: { ...simulatedCards(), forget: () => okAsync(undefined) },
      clock: { now: () => this.#now },
      business: { timeZone: 'Europe/Berlin', receiptIssuer: 'JOOS' },
    };
  }

  async joos(): Promise<Joos> {
    this.#open ??= await orThrow(openJoos(this.#adapters));
    return this.#open;
  }

  /** Why it does not serve; null where it does. */
  async refusesToServe(): Promise<string | null> {
    const opened = await openJoos(this.#adapters);
    if (opened.isErr()) return opened.error.kind;
    await opened.value.close();
    return null;
  }

  async #close(): Promise<void> {
    await this.#open?.close();
    this.#open = null;
  }

  /** Takes a backup; answers how to restore it. */
  async backUp(): Promise<() => Promise<void>> {
    await this.#close();
    const restore = this.#stores.backUp();
    return async () => {
      await this.#close();
      restore();
    };
  }

  async replay(): Promise<LedgerReplayed> {
    const replaying = await orThrow(openForReplay(this.#adapters));
    const replayed = await orThrow(replaying.replayLedger());
    await replaying.close();
    return replayed;
  }

  pass(durationMs: number): void {
    this.#now = Instant.plusMs(this.#now, durationMs);
  }

  /** Some rounds of the worker, two hours apart. */
  async work(rounds = 3): Promise<void> {
    const joos = await this.joos();
    for (let n = 0; n < rounds; n += 1) {
      this.pass(2 * hourMs);
      await orThrow(joos.worker.workerPass({ limit: 20 }));
    }
  }

  async asksForCode(): Promise<{ readonly challenge: string; readonly device: DeviceToken }> {
    const joos = await this.joos();
    return orThrow(joos.accounts.requestCode({ purpose: 'log-in', phone }));
  }

  async signUp(): Promise<SignedIn> {
    const { challenge, device } = await this.asksForCode();
    const joos = await this.joos();
    const person = await orThrow(joos.accounts.verifyCode({ phone, challenge, device, code: this.#code }));
    this.pass(hourMs); // no code is under way any more
    return person;
  }

  /** Signs somebody up, who rents, returns and pays. */
  async givenRenter(): Promise<SubjectId> {
    const { subject, session } = await this.signUp();
    const { cards, orders, payments } = await this.joos();
    const number = CardNumber.from('4242 4242 4242 4242');
    await orThrow(cards.addCard({ session, number, paymentMethod: 'pm_sim_ok' }));
    const { order } = await orThrow(orders.rent({ session, station: 'FRA-0042', powerBank: 'PB-000731', tariff }));
    this.pass(hourMs);
    const { payment } = await orThrow(orders.returnPowerBank({ order, station: 'FRA-0107' }));
    await orThrow(payments.charge({ payment }));
    return subject;
  }

  async hold(subject: SubjectId, until = '2027-03-31'): Promise<HoldId> {
    const { privacy } = await this.joos();
    const claim = { ...anna, person: { subject }, basis: 'legal-claim', scope: 'person', until };
    const { hold } = await orThrow(privacy.placeHold(claim));
    await orThrow(privacy.approveHold({ ...ben, hold }));
    return hold;
  }

  async endHold(hold: HoldId): Promise<void> {
    const { privacy } = await this.joos();
    await orThrow(privacy.endHold({ ...ben, hold }));
  }

  async erase(subject: SubjectId): Promise<AccountCancelled> {
    const { privacy } = await this.joos();
    return orThrow(privacy.cancelOnBehalf({ ...anna, person: { subject }, reason: 'asked-in-writing' }));
  }

  /** The certificate, or the kind of the refusal. */
  async certificate(erasure: ErasureId): Promise<ErasureCertificate | string> {
    const { privacy } = await this.joos();
    const found = await privacy.erasureCertificate({ erasure });
    if (found.isErr()) return found.error.kind;
    // sound: this is what the signer of the library writes
    return JSON.parse(found.value.document) as ErasureCertificate;
  }

  async certified(erasure: ErasureId): Promise<ErasureCertificate> {
    const certificate = await this.certificate(erasure);
    if (typeof certificate === 'string') throw new Error(`There is no certificate: ${certificate}`);
    return certificate;
  }

  rows(table: 'orders' | 'payments' | 'cards'): number {
    // sound: each of these is a table of rows
    return (this.#stores.snapshot()[table] as readonly unknown[]).length;
  }

  /** The record of the erasure, as it stands in the store. */
  erasure(): unknown {
    const [row] = this.#stores.snapshot().erasures as readonly unknown[]; // sound: a table of rows, and one is erased
    return row;
  }
}
