/**
 * For hosts that write adapters of their own: a contract for every port that has more than one adapter, and stores in
 * memory for tests that only need some.
 *
 * A contract is a list of sentences, each with a check. It needs no test framework; with the one of Node it is run so:
 *
 * ```ts
 * import { test } from 'node:test';
 * import { smsSenderContract } from '@joos/core/testing';
 *
 * for (const { name, check } of smsSenderContract) {
 *   test(name, () => check(async () => ({ sms: mySmsSender(), delivered: async () => myGateway.messages, close: async () => {} })));
 * }
 * ```
 *
 * @module
 */
export {
  type InMemoryStore,
  type InMemoryStores,
  inMemoryStores,
  openInMemoryStore,
  openInMemoryVaultRows,
} from '../adapters/in-memory/index.ts';
export { cardProcessorContract, type OpenedCardProcessor } from './contracts/card-processor.ts';
export type { Closable, Contract, ContractCheck } from './contracts/contract.ts';
export { dataProcessorContract, type OpenedDataProcessor } from './contracts/data-processor.ts';
export { dataStoreContract } from './contracts/data-store.ts';
export {
  indexRotationContract,
  type OpenedIndexRotation,
  type RotatingProcess,
} from './contracts/index-rotation.ts';
export { keyWrapperContract, type OpenedKeyWrapper } from './contracts/key-wrapper.ts';
export { type DeliveredMail, mailerContract, type OpenedMailer } from './contracts/mailer.ts';
export type { OpenedDataStore } from './contracts/person.ts';
export { type OpenedSmsSender, smsSenderContract } from './contracts/sms-sender.ts';
export { type KeyPorts, type OpenedVault, vaultContract } from './contracts/vault.ts';
export { type OpenedVaultRows, vaultRowsContract } from './contracts/vault-rows.ts';
export {
  type RecordingProcessor,
  type RecordingProcessorOptions,
  recordingProcessor,
} from './recording-processor.ts';
