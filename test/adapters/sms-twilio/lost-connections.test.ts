import { generateKeyPairSync } from 'node:crypto';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { twilioSms } from '../../../src/adapters/sms-twilio/index.ts';
import { neverConnected } from '../../../src/application/ports/never-connected.ts';
import type { Sms } from '../../../src/application/ports/sms-sender.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { certificateOf } from '../opendsr/certificate.ts';
import { deafPort } from './deaf-port.ts';
import { account, localTwilio } from './local-twilio.ts';

const { accountSid, apiKeySid, apiKeySecret, from } = account;
const sms: Sms = {
  messageId: 'c0ffee00-0000-4000-8000-000000000002',
  about: 'code',
  to: await must(PhoneNumber.parse('+4915112345678')),
  text: '123456 ist dein Joos-Code.',
};

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function senderTo(endpoint: string, timeoutMs = 400) {
  const sender = twilioSms({
    accountSid,
    credentials: { apiKeySid, apiKeySecret },
    sender: { from },
    endpoint,
    timeoutMs,
  });
  closing.push(() => sender.close());
  return sender;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port; // it listens on TCP
}

/** A listener that answers the first bytes by these, and then hangs up. */
async function answering(bytes: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(bytes));
  });
  return `http://127.0.0.1:${await listening(server)}`;
}

const unclear = { kind: 'PortFailure', port: 'SmsSender', retryable: true, reason: 'unclear' };
const notReached = { ...unclear, reason: 'not-reached' };

describe('a text message by Twilio of which no answer comes', () => {
  test.each(['never', 'hang-up', 'trickle'] as const)('(%s) may have gone out, and we know soon', async (told) => {
    const twilio = await localTwilio(told);
    closing.push(twilio.close);
    const startedAt = performance.now();
    expect(await refusalOf(senderTo(twilio.url).send(sms))).toEqual(unclear);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(twilio.requests).toHaveLength(1);
  });

  test.each([
    ['half a head', 'HTTP/1.1 201 Created\r\nContent-'],
    ['half a body', 'HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n{"sid":"SM1"'],
    ['no HTTP', 'What?'],
  ])('but %s may have gone out', async (_, bytes) => {
    expect(await refusalOf(senderTo(await answering(bytes)).send(sms))).toEqual(unclear);
  });

  test('since nobody listens has not gone out', async () => {
    const server = createServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await refusalOf(senderTo(`http://127.0.0.1:${port}`).send(sms))).toEqual(notReached);
  });

  test('since no connection comes about has not gone out, and we know before the whole time is over', async () => {
    const deaf = await deafPort();
    closing.push(deaf.close);
    const startedAt = performance.now();
    expect(await refusalOf(senderTo(deaf.url, 4_000).send(sms))).toEqual(notReached);
    expect(performance.now() - startedAt).toBeLessThan(3_500); // half of it
  });

  test('since the other side cannot prove who it is has not gone out', async () => {
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const aDay = 86_400_000;
    const cert = certificateOf(keys, {
      domain: 'localhost',
      validFrom: new Date(Date.now() - aDay),
      validTo: new Date(Date.now() + aDay),
    });
    let requests = 0;
    const server = createTlsServer({ cert, key: keys.privateKey.export({ format: 'pem', type: 'pkcs8' }) }, () => {
      requests += 1;
    });
    const port = await listening(server);
    expect(await refusalOf(senderTo(`https://localhost:${port}`).send(sms))).toEqual(notReached);
    expect(requests).toBe(0);
  });

  test('since the other side does not finish its greeting has not gone out', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).resume();
      closing.push(() => void socket.destroy());
    });
    const port = await listening(server);
    expect(await refusalOf(senderTo(`https://127.0.0.1:${port}`).send(sms))).toEqual(notReached);
  });
});

describe('an error of a connection', () => {
  const failed = (fields: object): Error => Object.assign(new Error('failed'), fields);

  test.each([
    ['the name was not found', failed({ code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
    ['no address answered', new AggregateError([failed({ syscall: 'connect' }), failed({ syscall: 'connect' })])],
    ['the certificate is of another', failed({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
    ['one of these is behind it', new Error('failed', { cause: failed({ syscall: 'connect' }) })],
  ])('says that nothing was sent: %s', (_, error) => {
    expect(neverConnected(error)).toBe(true);
  });

  test.each([
    ['it was reset', failed({ code: 'ECONNRESET', syscall: 'read' })],
    ['one address answered', new AggregateError([failed({ syscall: 'connect' }), failed({ syscall: 'read' })])],
    ['nothing is known', new AggregateError([])],
    ['it is no error', { syscall: 'connect' }],
  ])('does not say so: %s', (_, error) => {
    expect(neverConnected(error)).toBe(false);
  });
});
