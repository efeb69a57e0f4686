import type { SchemaChange } from '../migrating.ts';
import { addColumns, dropIndex } from './add-columns.ts';
import { createTable } from './create-table.ts';

/** Notices that may have been sent unseen, mails that are not wanted, receipts that are corrected, news and newsletters. */
export const data0004: SchemaChange = async (db, engine) => {
  await addColumns(db, engine, 'notices', {
    columns: { unclear_tries: ['integer', 0], lane: ['word', 'transactional'] },
    // What is unclear is counted, and what is due found, without a look at all that was ever sent.
    indexes: [['unclear_tries'], ['state', 'lane', 'due_at']],
  });
  await dropIndex(db, engine, 'notices', 'notices_state_due_at');
  await addColumns(db, engine, 'users', { columns: { mail_suppressed: 'json?' } });
  await addColumns(db, engine, 'orders', {
    columns: { corrected_to_sealed: 'sealed?', corrected_at_sealed: 'sealed?' },
    // From a correction to the order that it is about.
    indexes: [['receipt_number']],
  });
  await addColumns(db, engine, 'receipts', {
    columns: { corrects: 'word?', refund_id: 'id?' },
    indexes: [['corrects']],
    unique: [['refund_id']],
  });
  // Who asks after every payment whose outcome is not known goes through them by their ids.
  await addColumns(db, engine, 'payments', { columns: {}, indexes: [['state', 'payment_id']] });
  await createTable(db, engine, 'editions', {
    columns: {
      edition_id: 'id',
      purpose: 'word',
      texts: 'json',
      published_at: 'integer',
      spread_to: 'id?',
      spread_at: 'integer?',
    },
    primaryKey: ['edition_id'],
    indexes: [['spread_at']],
  });
  // Who agreed to a purpose is found by it, in the order of pseudonyms.
  await addColumns(db, engine, 'consent_entries', { columns: {}, indexes: [['purpose', 'subject_id']] });
};
