import { describe } from 'vitest';
import { openDsrProcessor } from '../../src/adapters/opendsr/index.ts';
import type { ProcessorErasureRequest } from '../../src/application/ports/data-processor.ts';
import { dataProcessorContract } from '../../src/testing/contracts/data-processor.ts';
import { recordingProcessor } from '../../src/testing/recording-processor.ts';
import { localOpenDsr } from '../adapters/opendsr/local-opendsr.ts';
import { holds } from './holds.ts';

describe('a processor in memory', () => {
  holds(dataProcessorContract, async () => {
    const processor = recordingProcessor();
    return {
      processor,
      received: async () => processor.requests().map(({ requestId, identities }) => ({ requestId, identities })),
      settle: async (requestId, outcome) => processor.settle(requestId, outcome),
      loseNextAnswer: async () => processor.loseNextAnswer(),
      close: async () => {},
    };
  });
});

describe.each([201, 400, 409, 422] as const)(
  'a processor by OpenDSR 2.0 that greets a request it has already with %i',
  (duplicates) => {
    const kinds = { controller_customer_id: 'subject', email: 'email' } as const;
    holds(dataProcessorContract, async () => {
      const local = await localOpenDsr({ duplicates });
      return {
        processor: openDsrProcessor({ name: 'help-desk', endpoint: local.url, knowsBy: ['subject', 'email'] }),
        received: async () =>
          [...local.erasures.values()].map((sent) => ({
            requestId: sent.subject_request_id,
            identities: (sent.subject_identities ?? []).map(
              ({ identity_type, identity_value }): ProcessorErasureRequest['identities'][number] => ({
                kind: kinds[identity_type],
                value: identity_value,
              }),
            ),
          })),
        settle: async (requestId, outcome) => local.settle(requestId, outcome === 'refused' ? 'cancelled' : outcome),
        loseNextAnswer: async () => {
          local.trouble.push('answer-lost');
        },
        close: local.close,
      };
    });
  },
);
