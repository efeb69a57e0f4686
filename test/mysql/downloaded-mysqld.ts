import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { type Mysqld, probeMysqld } from './mysqld.ts';

/**
 * The server program that mysql-memory-server downloads from MySQL's own site. Only the program is taken: that package
 * runs it with the general log on and the doublewrite buffer off, and so neither as private nor as durable as we test.
 */
export async function downloadedMysqld(announce: (line: string) => void): Promise<Mysqld | undefined> {
  announce('Looking for a MySQL server by mysql-memory-server, which downloads it once …');
  const { createDB } = await import('mysql-memory-server');
  // A version, since without one the package takes a mysqld from the PATH, which has been tried before this.
  const server = await createDB({ version: '9.7.x', xEnabled: 'OFF', downloadRetries: 2 });
  try {
    const connection = await createConnection({ host: '127.0.0.1', port: server.port, user: server.username });
    const [rows] = await connection.query<RowDataPacket[]>('SELECT @@basedir AS baseDir');
    await connection.end();
    const { baseDir } = rows[0] as { baseDir: string }; // one row, by the query just above
    return await probeMysqld(join(baseDir, 'bin', process.platform === 'win32' ? 'mysqld.exe' : 'mysqld'));
  } finally {
    await server.stop();
  }
}
