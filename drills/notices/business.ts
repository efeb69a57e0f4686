import type { Business } from '../../src/application/ports/business.ts';

/** What every process of the notices drill knows beyond what all drills know: newsletters need an address to unsubscribe by. */
export const noticesBusiness: Pick<Business, 'unsubscribeUrl'> = {
  unsubscribeUrl: 'https://joos.example/v1/unsubscribe',
};
