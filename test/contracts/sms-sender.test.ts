import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { z } from 'zod';
import { outboxFolder } from '../../src/adapters/outbox-folder/index.ts';
import { awsSmsSender } from '../../src/adapters/sms-aws/index.ts';
import { smsWithFallback } from '../../src/adapters/sms-fallback/index.ts';
import { twilioSms } from '../../src/adapters/sms-twilio/index.ts';
import type { Sms } from '../../src/application/ports/sms-sender.ts';
import { PhoneNumber } from '../../src/domain/user/phone-number.ts';
import { must } from '../../src/testing/contracts/contract.ts';
import { smsSenderContract } from '../../src/testing/contracts/sms-sender.ts';
import { awsOfNobody } from '../adapters/aws-environment.ts';
import { recordingEndpoint, type Told } from '../adapters/recording-endpoint.ts';
import { type Outcome, toldSender } from '../adapters/sms-fallback/told-sender.ts';
import { account, localTwilio } from '../adapters/sms-twilio/local-twilio.ts';
import { holds } from './holds.ts';

/** A provider that fails, and quotes all that it was sent. */
const quotesAll: Told = ({ body }) => ({ status: 500, body: { message: decodeURIComponent(body), code: 20500 } });

async function delivered(message: { readonly to: string; readonly text: string }) {
  return { to: await must(PhoneNumber.parse(message.to)), text: message.text };
}

describe('text messages in a folder', () => {
  const envelope = z.object({ to: z.string(), text: z.string() });
  holds(smsSenderContract, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'joos-texts-'));
    return {
      sms: outboxFolder(folder).sms,
      delivered: async () => {
        const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
        const read = async (name: string) => envelope.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
        return Promise.all(names.map(async (name) => delivered(await read(name))));
      },
      breakDown: async () => {
        await rm(folder, { recursive: true });
        await writeFile(folder, 'no folder any more');
      },
      close: () => rm(folder, { recursive: true }),
    };
  });
});

describe('text messages by AWS End User Messaging', () => {
  awsOfNobody();
  const sent = z.object({ DestinationPhoneNumber: z.string(), MessageBody: z.string() });
  holds(smsSenderContract, async () => {
    const endpoint = await recordingEndpoint({ status: 200, body: { MessageId: 'm-1' } });
    const sms = awsSmsSender({ originationIdentity: 'JOOS', endpoint: endpoint.url });
    return {
      sms,
      delivered: () =>
        Promise.all(
          endpoint.requests.map(({ body }) => {
            const { DestinationPhoneNumber: to, MessageBody: text } = sent.parse(JSON.parse(body));
            return delivered({ to, text });
          }),
        ),
      breakDown: async () => endpoint.tell(quotesAll),
      close: async () => {
        sms.close();
        await endpoint.close();
      },
    };
  });
});

describe('text messages by Twilio', () => {
  holds(smsSenderContract, async () => {
    const { accountSid, apiKeySid, apiKeySecret, from } = account;
    const twilio = await localTwilio();
    const sms = twilioSms({
      accountSid,
      credentials: { apiKeySid, apiKeySecret },
      sender: { from },
      endpoint: twilio.url,
    });
    return {
      sms,
      delivered: () => {
        expect(twilio.complaints).toEqual([]);
        return Promise.all(twilio.taken.map(({ To: to = '', Body: text = '' }) => delivered({ to, text })));
      },
      breakDown: async () => twilio.tell(quotesAll),
      close: async () => {
        sms.close();
        await twilio.close();
      },
    };
  });
});

describe('text messages by one of two providers', () => {
  describe.each([
    ['of which both work', 'taken'],
    ['of which the first is not reached', 'not-reached'],
    ['of which the first asks for less', 'throttled'],
  ] as const)('%s', (_, outcome) => {
    holds(smsSenderContract, async () => {
      const taken: Sms[] = [];
      let works = true;
      const takes = (sms: Sms): Outcome => {
        if (!works) return 'not-reached';
        taken.push(sms);
        return 'taken';
      };
      return {
        sms: smsWithFallback({
          first: toldSender((sms) => (outcome === 'taken' ? takes(sms) : outcome)),
          second: toldSender(takes),
          failuresInARow: 3,
        }),
        delivered: async () => taken.map(({ to, text }) => ({ to, text })),
        breakDown: async () => {
          works = false;
        },
        close: async () => undefined,
      };
    });
  });
});
