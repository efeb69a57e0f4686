import type { ExportArchive } from '../../application/ports/export-archive.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import { ResultAsync } from '../../domain/result.ts';

/** The zip archive, loaded when the first export is packed: most processes never export. */
export const lazyZipExportArchive: ExportArchive = {
  pack: (content) =>
    ResultAsync.fromPromise(import('../export-zip/index.ts'), (cause) =>
      portFailure('ExportArchive', true, cause),
    ).andThen(({ zipExportArchive }) => zipExportArchive.pack(content)),
};
