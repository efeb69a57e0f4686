/** Where a MySQL server listens, who may do everything on it, and where its files lie. Plain data: it crosses processes. */
export interface MysqlAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly version: string;
  /**
   * The folder of its tables, redo, undo, binary and error logs, for scans of raw bytes.
   * `undefined` where they cannot be read from here, which only happens with a server that somebody else runs.
   */
  readonly dataDir: string | undefined;
}

export interface MysqlServer extends MysqlAddress {
  /** `mysql://user:password@host:port/database` */
  url(database?: string): string;
}

export interface RunningMysqlServer extends MysqlServer, AsyncDisposable {
  stop(): Promise<void>;
}

export const mysqlServerAt = (address: MysqlAddress): MysqlServer => ({
  ...address,
  url: (database = '') => {
    const account = `${encodeURIComponent(address.user)}:${encodeURIComponent(address.password)}`;
    return `mysql://${account}@${address.host}:${address.port}/${database}`;
  },
});

export const runningMysqlServer = (address: MysqlAddress, stop: () => Promise<void>): RunningMysqlServer => ({
  ...mysqlServerAt(address),
  stop,
  [Symbol.asyncDispose]: stop,
});
