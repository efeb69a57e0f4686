/**
 * The data store and the vault's rows in memory, for tests and for trying things out.
 *
 * @module
 */
export { type InMemoryAuditSink, inMemoryAuditSink } from './audit-sink.ts';
export { type InMemoryStore, openInMemoryStore } from './in-memory-store.ts';
export { type InMemoryStores, inMemoryStores } from './in-memory-stores.ts';
export { openInMemoryVaultRows } from './in-memory-vault-rows.ts';
