/**
 * A person's export as one zip file.
 *
 * @module
 */
export { zipExportArchive } from './zip-export-archive.ts';
