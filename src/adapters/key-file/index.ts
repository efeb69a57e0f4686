/**
 * A master key in a local file, for one machine without a key management service.
 *
 * @module
 */
export { createKeyFile, type KeyFileProblem, openKeyFile } from './key-file.ts';
