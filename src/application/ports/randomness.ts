/** Randomness fit for secrets. */
export interface Randomness {
  /** So many unpredictable bytes. */
  bytes(length: number): Uint8Array;
}
