import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { z } from 'zod';
import { outboxFolder } from '../../src/adapters/outbox-folder/index.ts';
import { awsSmsSender } from '../../src/adapters/sms-aws/index.ts';
import { PhoneNumber } from '../../src/domain/user/phone-number.ts';
import { must } from '../../src/testing/contracts/contract.ts';
import { smsSenderContract } from '../../src/testing/contracts/sms-sender.ts';
import { awsOfNobody } from '../adapters/aws-environment.ts';
import { recordingEndpoint } from '../adapters/recording-endpoint.ts';
import { holds } from './holds.ts';

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
      close: async () => {
        sms.close();
        await endpoint.close();
      },
    };
  });
});
