import { secondMs } from '../../src/domain/instant.ts';
import { orThrow } from '../../src/index.ts';
import { guessable, hear, reaches, toldOf, verdictOf } from './attacker-answers.ts';
import { accountWith, type Code, erase, isDormant, isOf, loginsOf, type Who } from './attacker-books.ts';
import { codeSent, emailOf, enters, holderOf, type Pending, phoneOf } from './attacker-door-codes.ts';
import { type Answered, proved } from './attacker-door-providers.ts';
import { cameLately, isReserved, judge, phoneCountsAgain, settle, tellOfLogin } from './attacker-judgements.ts';
import { knows } from './attacker-letters.ts';
import { type Held, isOwn, type Stage } from './attacker-stage.ts';

/** The doors of a phone that nobody proved for half a year: a second proof, or another beginning. */

export async function requestSecondProof(
  stage: Stage,
  who: Who,
  { id, phone, device }: Pending,
  email: string,
): Promise<Code | null> {
  const judged = judge(stage.books, pendingShown({ id, phone, device }));
  const sent = await hear(
    stage,
    who,
    'requestCode second-proof',
    stage.core.joos.accounts.requestCode({ purpose: 'second-proof', phone, pending: id, device, email }),
    judged === 'ok' ? 'ok' : 'UnknownCode',
  );
  if (sent.isErr()) return null;
  const { challenge } = sent.value;
  stage.deviceOf.set(challenge, device);
  const holder = holderOf(device);
  return codeSent(stage, challenge, {
    purpose: 'second-proof',
    target: emailOf(email),
    holder,
    session: null,
    askedBy: who,
  });
}

const pendingShown = ({ id, phone, device }: Pending) => ({
  id,
  text: null,
  purpose: 'proved-phone',
  targets: [phoneOf(phone)],
  holder: holderOf(device),
  account: null,
});

type Second =
  | { readonly kind: 'email'; readonly id: string; readonly email: string; readonly text: string }
  | ({ readonly kind: 'third-party' } & Answered);

export async function proveSecond(stage: Stage, who: Who, pending: Pending, second: Second): Promise<Held | null> {
  const { books, core } = stage;
  const { id, phone, device } = pending;
  const account = accountWith(books, { phone });
  const identity = second.kind === 'third-party' ? proved(stage, second, 'second-proof') : 'ok';
  const first = judge(books, pendingShown(pending));
  const holder = holderOf(device);
  const code =
    second.kind === 'email'
      ? judge(books, {
          id: second.id,
          text: second.text,
          purpose: 'second-proof',
          targets: [emailOf(second.email)],
          holder,
          account: null,
        })
      : 'ok';
  const isOn =
    account !== null && (second.kind === 'email' ? account.email === second.email : isOf(account, second.proves));
  const proof = second.kind === 'email' ? emailOf(second.email) : second.proves;
  const isTheirs = isOn && proof !== null && !cameLately(books, account, proof);
  const refused = [identity, first, code].find((verdict) => verdict !== 'ok');
  const shown =
    second.kind === 'email'
      ? { kind: 'email' as const, email: second.email, challenge: second.id, code: second.text }
      : { kind: 'third-party' as const, ...second.answer };
  const letters = [id, second.kind === 'email' ? second.id : id].map((one) =>
    books.codes.find((its) => its.id === one),
  );
  const proves = core.joos.accounts.proveSecond({ phone, pending: id, device, second: shown });
  const expected = refused ?? (isTheirs ? 'ok' : 'NotYourAccount');
  const answer = await hear(
    stage,
    who,
    'proveSecond',
    proves,
    second.kind === 'email' && first === 'ok' ? guessable(stage, second.id, expected) : expected,
  );
  if (identity === 'ok' && first === 'ok' && second.kind === 'email') {
    settle(books, second.id, verdictOf(answer, code), true);
  }
  const pendingCode = books.codes.find((one) => one.id === id);
  if (pendingCode !== undefined && toldOf(answer) === 'NotYourAccount') pendingCode.triesLeft -= 1;
  if (answer.isErr()) return null;
  settle(books, id, 'ok', true);
  const entered = enters(stage, who, answer.value, account);
  phoneCountsAgain(books, entered.session.account, who);
  entered.session.account.phoneProvedAt = books.now();
  // Both proofs are the attacker's: the number was given to it, and the email was read, or the identity is its own.
  const byMail = second.kind === 'email' && knows(letters[1]?.letter ?? null, 'attacker');
  reaches(stage, who, entered.session.account, byMail, 'second proof');
  return entered;
}

export async function startOver(stage: Stage, who: Who, pending: Pending): Promise<Held | null> {
  const { books, core } = stage;
  const { id, phone, device } = pending;
  const judged = judge(books, pendingShown(pending));
  const old = accountWith(books, { phone });
  const isStale = old !== null && !isDormant(books, old);
  const isErased = old !== null && loginsOf(old) === 1;
  const starts = core.joos.accounts.startOver({ phone, pending: id, device });
  const isLost = old === null && isReserved(books, phoneOf(phone), null);
  const refused = isStale ? 'UnknownCode' : isLost ? 'ContactReserved' : 'ok';
  const answer = await hear(stage, who, 'startOver', starts, judged === 'ok' ? refused : judged);
  if (judged === 'ok' && !isStale) settle(books, id, 'ok', true);
  if (answer.isErr()) return null;
  if (old !== null && isErased) erase(books, old);
  if (old !== null && !isErased) {
    old.phone = null;
    tellOfLogin(books, old, old);
  }
  const entered = enters(stage, who, answer.value, null);
  const { account } = entered.session;
  Object.assign(account, { phone, phoneProvedAt: books.now() });
  if (who === 'attacker' && !isOwn(stage, phoneOf(phone))) account.planted.add(phone);
  // The number is free at once. What else the old account had is free when it is erased, which may have to wait.
  if (isErased) await carriesOn(stage);
  return entered;
}

/** A code that was asked for a moment before may be under way: the erasure waits, and a worker carries it on. */
export async function carriesOn({ core }: Stage): Promise<void> {
  core.clock.pass(61 * secondMs);
  await orThrow(core.joos.worker.continueErasures({ limit: 50 }));
}
