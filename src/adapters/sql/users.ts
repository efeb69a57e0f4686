import type { ActiveSubject } from '../../application/ports/active-subject.ts';
import type { Taken, UserRows } from '../../application/ports/transaction.ts';
import { attributeOf } from '../../domain/data-map/columns.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { Day, type Instant } from '../../domain/instant.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Language } from '../../domain/user/language.ts';
import { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import { type ActiveUser, identitiesOf, phoneOf } from '../../domain/user/user.ts';
import { notePhoneProved, noteUse, noteWarning, useOf } from './account-use.ts';
import { blindIndex, bothColumns } from './blind-indexes.ts';
import { answer, decide } from './failing.ts';
import { fence } from './fence.ts';
import { activeSubject } from './proofs.ts';
import { opened, sealed } from './sealed-columns.ts';
import { dataQuery } from './statement.ts';
import type { Work } from './work.ts';

/** Users and their third-party identities. */
export function userRows(work: Work): UserRows {
  return {
    register: (user) =>
      decide(async (): Promise<Result<ActiveSubject, Taken>> => {
        const { registeredAt } = user;
        const used_on = Day.ofInstant(registeredAt);
        const index = await work.add(addUser, {
          ...(await columnsOf(work, user)),
          registered_at: registeredAt,
          used_on,
          phone_proved_on: phoneOf(user) === null ? null : used_on,
        });
        const taken = takenBy(index) ?? (await addIdentities(work, user.subject, identitiesOf(user)));
        return taken === null
          ? ok(activeSubject(user.subject, user.language, used_on, phoneOf(user) === null ? null : used_on))
          : err(taken);
      }),

    save: (held, user) =>
      decide(async (): Promise<Result<void, Taken>> => {
        const [before, after] = [identitiesOf(held.user), identitiesOf(user)];
        for (const identity of without(before, after)) {
          const { a, b } = blindIndex.identity(await work.indexes(), identity);
          await work.run(removeIdentity, { subject: user.subject, a, b });
        }
        const index = await work.add(saveUser, await columnsOf(work, user));
        const taken = takenBy(index) ?? (await addIdentities(work, user.subject, without(after, before)));
        return taken === null ? ok(undefined) : err(taken);
      }),

    fence: (held, at) => answer(() => fence(work, held.user, at)),
    freePhone: ({ proof }) =>
      answer(async () => {
        await work.run(freePhone, { subject: proof.subject });
      }),
    used: (proof, day, byPhone) => answer(() => noteUse(work, proof.subject, day, byPhone)),
    phoneProved: (proof, on) => answer(() => notePhoneProved(work, proof.subject, on)),
    linked: (proof, identity, at) =>
      answer(async () => {
        const { a, b } = blindIndex.identity(await work.indexes(), identity);
        await work.run(noteLinked, { subject: proof.subject, a, b, at });
      }),
    linkedSince: (proof, since) =>
      answer(async () => {
        const { rows } = await work.run(linkedSince, { subject: proof.subject, since });
        if (rows.length === 0) return [];
        const keyring = await work.keyring(proof.subject, 'data-subject-rights');
        return rows.flatMap((row) => {
          const { issuer, provider_subject } = opened('identities', row.identity_id, keyring, row);
          const { linked_at: linkedAt } = row;
          return linkedAt === null ? [] : [{ identity: { issuer, providerSubject: provider_subject }, linkedAt }];
        });
      }),
    warned: (proof, at) => answer(() => noteWarning(work, proof.subject, at)),
    useOf: (proof) => answer(() => useOf(work, proof.subject)),
  };
}

interface UserColumns {
  readonly subject: SubjectId;
  readonly language: Language;
  readonly phone_sealed: Uint8Array | null;
  readonly phone_index: Uint8Array | null;
  readonly phone_index_b: Uint8Array | null;
  readonly email_sealed: Uint8Array | null;
  readonly email_index: Uint8Array | null;
  readonly email_index_b: Uint8Array | null;
  readonly mail_suppressed: string | null;
  readonly username_sealed: Uint8Array | null;
  readonly username_index: Uint8Array | null;
  readonly username_index_b: Uint8Array | null;
  readonly [other: string]: string | Uint8Array | null;
}

async function columnsOf(work: Work, user: ActiveUser): Promise<UserColumns> {
  const { subject, language, email, suppressedMail, username } = user;
  const phone = phoneOf(user);
  const indexes = await work.indexes();
  return {
    subject,
    language,
    ...sealed('users', subject, await work.sealer(subject), { phone, email, username }),
    ...bothColumns('phone_index', phone && blindIndex.phone(indexes, phone)),
    ...bothColumns('email_index', email && blindIndex.email(indexes, email)),
    mail_suppressed: Object.keys(suppressedMail).length === 0 ? null : JSON.stringify(suppressedMail),
    ...bothColumns('username_index', username && blindIndex.username(indexes, username)),
  };
}

async function addIdentities(
  work: Work,
  subject: SubjectId,
  identities: readonly ThirdPartyIdentity[],
): Promise<Taken | null> {
  for (const identity of identities) {
    const id = work.ids.ordered();
    const { issuer, providerSubject } = identity;
    const index = await work.add(addIdentity, {
      id,
      subject,
      ...sealed('identities', id, await work.sealer(subject), { issuer, provider_subject: providerSubject }),
      ...bothColumns('identity_index', blindIndex.identity(await work.indexes(), identity)),
    });
    const taken = takenBy(index);
    if (taken !== null) return taken;
  }
  return null;
}

/** What a unique index says is another's. Any other index is a bug: ids are random. */
function takenBy(index: string | null): Taken | null {
  if (index === null) return null;
  const column = index.split('.').at(-1) ?? '';
  const what = whatIsTaken.get(attributeOf(column));
  if (what === undefined) throw new Error('A row is there twice');
  return { kind: 'Taken', what };
}

const whatIsTaken: ReadonlyMap<string, Taken['what']> = new Map([
  ['phone', 'phone'],
  ['email', 'email'],
  ['username', 'username'],
  ['identity', 'third-party'],
]);

/** The identities that are not among the others. */
function without(
  identities: readonly ThirdPartyIdentity[],
  others: readonly ThirdPartyIdentity[],
): readonly ThirdPartyIdentity[] {
  const known = new Set(others.map((identity) => ThirdPartyIdentity.normalised(identity)));
  return identities.filter((identity) => !known.has(ThirdPartyIdentity.normalised(identity)));
}

const addUser = dataQuery(
  (
    { db },
    given: UserColumns & {
      readonly registered_at: Instant;
      readonly used_on: Day;
      readonly phone_proved_on: Day | null;
    },
  ) =>
    db.insertInto('users').values({
      subject_id: given.subject,
      state: 'active',
      fence_epoch: 0,
      registered_at: given.registered_at,
      left_at: null,
      last_used_on: given.used_on,
      warned_at: null,
      phone_proved_on: given.phone_proved_on,
      language: given.language,
      phone_sealed: given.phone_sealed,
      phone_index: given.phone_index,
      phone_index_b: given.phone_index_b,
      email_sealed: given.email_sealed,
      email_index: given.email_index,
      email_index_b: given.email_index_b,
      mail_suppressed: given.mail_suppressed,
      username_sealed: given.username_sealed,
      username_index: given.username_index,
      username_index_b: given.username_index_b,
    }),
);

const saveUser = dataQuery(({ db }, given: UserColumns) =>
  db
    .updateTable('users')
    .set({
      language: given.language,
      phone_sealed: given.phone_sealed,
      phone_index: given.phone_index,
      phone_index_b: given.phone_index_b,
      email_sealed: given.email_sealed,
      email_index: given.email_index,
      email_index_b: given.email_index_b,
      mail_suppressed: given.mail_suppressed,
      username_sealed: given.username_sealed,
      username_index: given.username_index,
      username_index_b: given.username_index_b,
    })
    .where('subject_id', '=', given.subject),
);

/** The number stays sealed where it stands; it is only no more found. */
const freePhone = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db.updateTable('users').set({ phone_index: null, phone_index_b: null }).where('subject_id', '=', given.subject),
);

const addIdentity = dataQuery(
  (
    { db },
    given: {
      id: string;
      subject: SubjectId;
      issuer_sealed: Uint8Array;
      provider_subject_sealed: Uint8Array;
      identity_index: Uint8Array | null;
      identity_index_b: Uint8Array | null;
    },
  ) =>
    db.insertInto('identities').values({
      identity_id: given.id,
      subject_id: given.subject,
      issuer_sealed: given.issuer_sealed,
      provider_subject_sealed: given.provider_subject_sealed,
      identity_index: given.identity_index,
      identity_index_b: given.identity_index_b,
      linked_at: null,
    }),
);

/** Whichever column it stands in: it is found among the few of the person's. */
const removeIdentity = dataQuery(({ db }, given: { subject: SubjectId; a: Uint8Array | null; b: Uint8Array | null }) =>
  db
    .deleteFrom('identities')
    .where((eb) => eb.or([eb('identity_index', '=', given.a), eb('identity_index_b', '=', given.b)]))
    .where('subject_id', '=', given.subject),
);

const noteLinked = dataQuery(
  ({ db }, given: { subject: SubjectId; a: Uint8Array | null; b: Uint8Array | null; at: Instant }) =>
    db
      .updateTable('identities')
      .set({ linked_at: given.at })
      .where((eb) => eb.or([eb('identity_index', '=', given.a), eb('identity_index_b', '=', given.b)]))
      .where('subject_id', '=', given.subject),
);

const linkedSince = dataQuery(({ db }, given: { subject: SubjectId; since: Instant }) =>
  db
    .selectFrom('identities')
    .select(['identity_id', 'issuer_sealed', 'provider_subject_sealed', 'linked_at'])
    .where('subject_id', '=', given.subject)
    .where('linked_at', '>=', given.since)
    .orderBy('linked_at', 'desc')
    .orderBy('identity_id', 'desc'),
);
