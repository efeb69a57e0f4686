import { describe, expect, it } from 'vitest';
import { explainPlan } from '../../../src/domain/deletion/explain-plan.ts';
import { planErasure } from '../../../src/domain/deletion/plan-erasure.ts';
import { moment, nothing, plainUser, rental } from './person.ts';

describe('A plan in plain words', () => {
  it('says line by line how many of what, what becomes of them, by which rule and why', () => {
    const holdings = { ...nothing, counts: { rental: 2 }, rentals: [rental(1, { state: 'open', charged: false })] };
    expect(explainPlan(planErasure(plainUser, holdings, moment('2026-11-23T09:00:00Z')))).toEqual([
      'Ways to log in: 1 erased (erase-on-cancellation, C22 C23 C24 C25). You cancelled your account, and nothing still under way needs this.',
      'Contact details: 1 erased (erase-on-cancellation, C22 C23 C24 C25). You cancelled your account, and nothing still under way needs this.',
      'Profile: 1 kept until 2029-11-23 (keep-tombstone, C22 C25 C26). A random number, marked as erased, stays for 3 years, so that no backup can bring the account back.',
      'Cards: 1 kept until settled, 2029-12-31 at most (keep-open-rentals, C26). A power bank is still rented out: the rental, its card and the key they are sealed under are needed until it is returned and paid.',
      'Rentals: 1 kept until settled, 2029-12-31 at most (keep-open-rentals, C26). A power bank is still rented out: the rental, its card and the key they are sealed under are needed until it is returned and paid.',
      'Rentals: 1 erased (erase-on-cancellation, C22 C23 C24 C25). You cancelled your account, and nothing still under way needs this.',
      'Requests, holds and erasures: 1 kept until 2029-11-23 (keep-erasure-record, C23 C24 C25 C26). We must be able to show what you asked of us and that we erased your data: a record without any detail of yours stays for 3 years.',
      'Encryption keys: 1 kept until settled, 2029-12-31 at most (keep-open-rentals, C26). A power bank is still rented out: the rental, its card and the key they are sealed under are needed until it is returned and paid.',
      'Encryption keys: 1 erased (erase-on-cancellation, C22 C23 C24 C25). You cancelled your account, and nothing still under way needs this.',
    ]);
  });
});
