import { mysqlStores } from '../../../src/adapters/sql/mysql.ts';
import { rotateIndexKeys } from '../../../src/application/keys/rotate-index-keys.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { rotatingProcesses } from './rotating-processes.ts';

/** A process that rotates once, at a moment that it is told, and says how far it is: to be killed. */
const [dataUrl = '', vaultUrl = '', now = ''] = process.argv.slice(2);
const clock = { now: () => Instant.ofEpochMs(Number(now))._unsafeUnwrap() };
const processes = rotatingProcesses(mysqlStores({ dataUrl, vaultUrl, connectionLimit: 2 }));
const rotating = await processes.process(clock);
const rotated = await rotateIndexKeys({ ...rotating, clock })({
  names: null,
  begin: false,
  onProgress: (done) => process.stdout.write(`${done}\n`),
});
rotated._unsafeUnwrap();
await processes.close();
