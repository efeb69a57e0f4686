/**
 * Who is measured: the core, and the floor that it is measured against. Both do the same five operations on a store of their
 * own of the same shape, made by the same migrations, on the same server.
 */
export interface Contender {
  /** Makes people with a session, a card and one rental that is returned and paid, for the operations that need some. */
  people(count: number): Promise<readonly Someone[]>;
  /** A stranger asks for a code and verifies it. */
  signUp(): Promise<void>;
  lookUpSession(someone: Someone): Promise<void>;
  /** Rents a power bank and returns it, with the receipt. */
  rentAndReturn(someone: Someone): Promise<void>;
  exportData(someone: Someone): Promise<void>;
  erase(someone: Someone): Promise<void>;
  close(): Promise<void>;
}

/** Somebody with an account, as a contender knows them. */
export interface Someone {
  readonly subject: string;
  /** A session token; whatever the contender made of it. */
  readonly session: unknown;
  readonly card: string;
}
