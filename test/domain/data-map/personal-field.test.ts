import { describe, expect, it } from 'vitest';
import { isPeriod } from '../../../src/domain/calendar.ts';
import { heldColumns } from '../../../src/domain/data-map/columns.ts';
import { FieldId, fieldIds, fieldOf, personalFields } from '../../../src/domain/data-map/personal-field.ts';
import { basisNames, categoryNames, purposeNames } from '../../../src/domain/data-map/plain-words.ts';
import { tableNames } from '../../../src/domain/data-map/tables.ts';
import { categories } from '../../../src/domain/data-map/vocabulary.ts';
import { keepRules } from '../../../src/domain/deletion/deletion-policy.ts';

const readers = ['person', 'support', 'bookkeeping', 'privacy-officer', 'system'];
const events = ['account-cancelled', 'removed-by-person', 'expired', 'settled', 'recorded', 'issued', 'closed'];

describe.each(fieldIds)('The personal field %s', (id) => {
  const field = fieldOf(id);

  it('belongs to the category of its name', () => {
    expect(categories).toContain(field.category);
    expect(id.startsWith(`${field.category}.`)).toBe(true);
  });

  it('stands in a column', () => {
    expect(tableNames.some((table) => heldColumns(table).some((column) => column.field === id))).toBe(true);
  });

  it('says in words what it is', () => {
    expect(field.meaning).toMatch(/^[A-Z].{9,}[^.]$/);
  });

  it('has purposes, a basis and readers that are known, none of them twice', () => {
    expect(Object.keys(purposeNames)).toEqual(expect.arrayContaining([...field.purposes]));
    expect(Object.keys(basisNames)).toContain(field.basis);
    expect(readers).toEqual(expect.arrayContaining([...field.readers]));
    for (const list of [field.purposes, field.readers, field.clauses]) {
      expect(list.length).toBeGreaterThan(0);
      expect(new Set<string>(list).size).toBe(list.length);
    }
  });

  it('rests on clauses that the policy has', () => {
    for (const clause of field.clauses) expect(clause).toMatch(/^C(?:0[1-9]|1\d|2[0-6])$/);
  });

  it('is kept for a period that the calendar can count, from an event that is known', () => {
    expect(isPeriod(field.retention.keepFor)).toBe(true);
    expect(events).toContain(field.retention.from);
    // What nobody can delete stands for nobody by then.
    expect(field.retention.disposal).toBe(id === 'privacy-request.proof' ? 'pseudonymised' : 'erased');
  });

  it('is read by the person exactly if an export holds it, and else says why not', () => {
    expect(field.readers.includes('person')).toBe(field.inExport === true);
    if (field.inExport !== true) expect(field.inExport.notBecause).toMatch(/^[A-Z].{19,}$/);
  });

  it('waits for what is not settled exactly if the deletion policy keeps its category until then', () => {
    const waits = keepRules.some(
      ({ until, categories: of }) => until.kind === 'settled' && of.includes(field.category),
    );
    // The tombstone and the record of the erasure lead to a kept order: they wait for it.
    const leads = ['profile.state', 'privacy-request.erasure'].includes(id);
    expect(field.retention.notBefore).toBe(waits || leads ? 'settled' : undefined);
  });
});

describe('The fields of personal data', () => {
  it('leave no category empty', () => {
    expect(new Set(fieldIds.map((id) => fieldOf(id).category))).toEqual(new Set(categories));
  });

  it('are all in the export but secrets and keys', () => {
    expect(fieldIds.filter((id) => fieldOf(id).inExport !== true)).toEqual([
      'contact.farewell',
      'verification.code',
      'verification.budget',
      'verification.attempt',
      'session.token',
      'staff-access.member',
      'staff-access.grant',
      'staff-access.session',
      'staff-access.approval',
      'privacy-request.proof',
      'key.data-key',
    ]);
  });

  it('serve every purpose that there is', () => {
    const served = fieldIds.flatMap((id) => fieldOf(id).purposes);
    expect(new Set(served)).toEqual(new Set(Object.keys(purposeNames)));
  });

  it('are optional by consent, and else rest on something firmer', () => {
    expect(fieldIds.filter((id) => fieldOf(id).basis === 'consent')).toEqual([
      'contact.email',
      'profile.username',
      'session.device',
    ]);
    expect(fieldIds.filter((id) => fieldOf(id).basis === 'legal-obligation')).toEqual([
      'contact.farewell',
      'consent.entry',
      'bookkeeping.receipt',
      'privacy-request.erasure',
      'privacy-request.proof',
      'privacy-request.request',
      'privacy-request.hold',
    ]);
    expect(fieldIds.filter((id) => fieldOf(id).basis === 'legitimate-interest')).toEqual([
      'contact.suppressed-mail',
      'contact.former',
      'profile.last-use',
      'verification.budget',
      'verification.risk',
      'staff-access.entry',
      'staff-access.member',
      'staff-access.grant',
      'staff-access.session',
      'staff-access.approval',
    ]);
  });

  it('are shown to support where a person in trouble needs it, and never as a secret, a reference or a key', () => {
    expect(fieldIds.filter((id) => !fieldOf(id).readers.includes('support'))).toEqual([
      'login.issuer',
      'login.provider-subject',
      'contact.farewell',
      'contact.former',
      'profile.last-use',
      'verification.target',
      'verification.code',
      'verification.budget',
      'verification.attempt',
      'verification.risk',
      'session.token',
      'session.times',
      'session.device',
      'card.payment-method',
      'card.added-at',
      'payment.processor-reference',
      'bookkeeping.receipt',
      'staff-access.entry',
      'staff-access.member',
      'staff-access.grant',
      'staff-access.session',
      'staff-access.approval',
      'privacy-request.proof',
      'privacy-request.hold',
      'key.data-key',
    ]);
  });

  it('outlive their event only where the law or accountability asks for it', () => {
    const lasting = fieldIds.flatMap((id) => {
      const { from, keepFor, fromEndOfYear = false } = fieldOf(id).retention;
      return keepFor === 'P0D' ? [] : [[id, from, keepFor, fromEndOfYear]];
    });
    expect(lasting).toEqual([
      ['profile.state', 'account-cancelled', 'P3Y', false],
      ['verification.risk', 'recorded', 'P1Y', false],
      ['bookkeeping.receipt', 'issued', 'P8Y', true],
      ['message.notice', 'recorded', 'P1Y', false],
      ['support.case', 'closed', 'P1Y', false],
      ['support.note', 'closed', 'P1Y', false],
      ['support.message', 'closed', 'P1Y', false],
      ['staff-access.entry', 'recorded', 'P1Y', false],
      ['staff-access.member', 'closed', 'P3Y', false],
      ['staff-access.grant', 'closed', 'P3Y', false],
      ['privacy-request.erasure', 'recorded', 'P3Y', false],
      ['privacy-request.proof', 'recorded', 'P3Y', false],
      ['privacy-request.request', 'closed', 'P3Y', false],
      ['privacy-request.hold', 'closed', 'P3Y', false],
    ]);
  });

  it('go with the account, on removal or on expiry where nothing keeps them', () => {
    const from = (event: string) => fieldIds.filter((id) => fieldOf(id).retention.from === event);
    expect(from('removed-by-person')).toEqual([
      'contact.email',
      'contact.suppressed-mail',
      'profile.username',
      'card.last4',
      'card.network',
      'card.payment-method',
      'card.added-at',
    ]);
    expect(from('expired')).toEqual([
      'contact.former',
      'verification.target',
      'verification.code',
      'verification.budget',
      'verification.attempt',
      'session.token',
      'session.times',
      'session.device',
      'staff-access.session',
      'staff-access.approval',
    ]);
    expect(from('settled')).toEqual([]);
  });

  it('are found by name, and nothing else is', () => {
    for (const id of fieldIds) expect(FieldId.parse(id)._unsafeUnwrap()).toBe(id);
    expect(fieldIds).toEqual(Object.keys(personalFields));
    expect(FieldId.parse('contact.fax')._unsafeUnwrapErr()).toEqual({ kind: 'InvalidFieldId' });
  });

  it('have a name for each category, purpose and basis, and no name twice', () => {
    expect(Object.keys(categoryNames)).toEqual(categories);
    for (const names of [categoryNames, purposeNames, basisNames].map((record) => Object.values(record))) {
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[A-Z].{4,}/);
    }
  });
});
