import type { Charge } from '../../domain/verification/code-budget.ts';

/** A charge, and the bucket that it goes into: 16 bytes. */
export interface BucketCharge extends Charge {
  readonly bucket: Uint8Array;
}
