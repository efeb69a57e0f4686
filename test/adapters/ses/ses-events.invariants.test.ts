import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sesEvents } from '../../../src/adapters/ses/index.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { certificate, certificateUrl, fetchOf, posted, signedMessage, subscribeUrl, topic } from './local-sns.ts';

const at = await must(Instant.parse('2026-11-23T09:00:30Z'));
const answers = { [certificateUrl]: () => new Response(certificate), [subscribeUrl]: () => new Response('') };

const genuine = signedMessage({
  Subject: 'Amazon SES Email Event Notification',
  Message: JSON.stringify({
    eventType: 'Complaint',
    complaint: { complainedRecipients: [{ emailAddress: 'kim@example.com' }] },
    mail: { tags: { message: ['c0ffee00'] } },
  }),
});

/** What JSON can hold, with the words of SNS and SES among it. */
const anything = fc.oneof(
  fc.json().map((text): unknown => JSON.parse(text)),
  fc.record(
    Object.fromEntries(
      Object.entries(genuine).map(([name, value]) => [
        name,
        fc.oneof({ weight: 5, arbitrary: fc.constant<unknown>(value) }, fc.jsonValue()),
      ]),
    ),
    { requiredKeys: [] },
  ),
);

describe('what claims to come from SNS', () => {
  test('is not believed after any change of what was signed', async () => {
    const { get } = fetchOf(answers);
    const events = sesEvents({ topics: [topic], fetch: get });
    expect(await must(events.read(posted(genuine), at))).toHaveLength(1);
    const signedFields = fc.constantFrom(
      'Message',
      'MessageId',
      'Subject',
      'Timestamp',
      'TopicArn',
      'Type',
      'Signature',
    );
    const changed = fc
      .tuple(signedFields, fc.nat(), fc.constantFrom('', ' ', 'x', '\n', '\0', 'é', '='))
      .map(([name, at, put]) => {
        const value = genuine[name] ?? '';
        const place = at % (value.length + 1);
        return { ...genuine, [name]: `${value.slice(0, place)}${put}${value.slice(place + 1)}` };
      })
      .filter((message) => JSON.stringify(message) !== JSON.stringify(genuine));
    await fc.assert(
      fc.asyncProperty(changed, async (message) => {
        const read = await events.read(posted(message), at);
        // An encoding in base64 has several spellings of the same bytes; those are no change.
        const sameSignature =
          Buffer.from(message.Signature ?? '', 'base64').equals(Buffer.from(genuine.Signature ?? '', 'base64')) &&
          JSON.stringify({ ...message, Signature: '' }) === JSON.stringify({ ...genuine, Signature: '' });
        if (sameSignature) return;
        expect(read.isErr() && read.error).toEqual({ kind: 'NotGenuine' });
      }),
      { numRuns: 300 },
    );
  });

  test('is not believed if a part of the message is passed off as another field', async () => {
    const { get } = fetchOf(answers);
    const events = sesEvents({ topics: [topic], fetch: get });
    // The lines that are signed stay the same: a part of the message is moved into the field that comes after it.
    const Message = 'first\nMessageId\nan-id';
    const whole = signedMessage({ Message });
    const moved = { ...whole, Message: 'first', MessageId: `an-id\nMessageId\n${whole.MessageId}` };
    await must(events.read(posted(whole), at));
    expect((await events.read(posted(moved), at)).isErr()).toBe(true);
  });

  test('is answered, whatever bytes it has, and never by a word of them', async () => {
    const { get, asked } = fetchOf(answers);
    const events = sesEvents({ topics: [topic], fetch: get });
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, fc.uint8Array({ maxLength: 200 })), async (message) => {
        const read = await events.read(posted(message), at);
        if (read.isErr()) expect(read.error).toEqual({ kind: 'NotGenuine' });
        else expect(message).toEqual({ ...genuine, ...(message as object) }); // an object, or it would not have been read
      }),
      { numRuns: 400 },
    );
    expect(new Set(asked)).toEqual(new Set(asked.length === 0 ? [] : [certificateUrl]));
  });

  test('and is signed holds any message: what is no event of SES is none to us', async () => {
    const { get } = fetchOf(answers);
    const events = sesEvents({ topics: [topic], fetch: get });
    const tags = fc.oneof(fc.constant({ message: ['m-1'] }), fc.jsonValue());
    const strange = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({
          eventType: fc.oneof(fc.constantFrom('Bounce', 'Complaint'), fc.jsonValue()),
          mail: fc.oneof(fc.record({ tags }), fc.jsonValue()),
          bounce: fc.oneof(
            fc.record({ bounceType: fc.constant('Permanent'), bouncedRecipients: fc.jsonValue() }),
            fc.jsonValue(),
          ),
          complaint: fc.oneof(fc.record({ complainedRecipients: fc.jsonValue() }), fc.jsonValue()),
        })
        .map((event) => JSON.stringify(event)),
    );
    await fc.assert(
      fc.asyncProperty(strange, async (Message) => {
        expect(await must(events.read(posted(signedMessage({ Message })), at))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
