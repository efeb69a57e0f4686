import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { openDsrProcessor } from '../../../src/adapters/opendsr/index.ts';
import type { ProcessorErasureRequest } from '../../../src/application/ports/data-processor.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { certificateOf } from './certificate.ts';
import { localOpenDsr } from './local-opendsr.ts';

const requestId = 'a7551968-d5d6-44b2-9831-815ac9017798';
const erasure: ProcessorErasureRequest = {
  requestId,
  submittedAt: await must(Instant.parse('2026-11-23T09:00:00Z')),
  identities: [{ kind: 'email', value: 'kim@example.com' }],
};

const dayMs = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * dayMs);
const inForce = { domain: 'localhost', validFrom: inDays(-1), validTo: inDays(1) };
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function opened(certificate: string, signing?: { privateKey: KeyObject; domain: string }) {
  const server = await localOpenDsr(signing === undefined ? {} : { signing });
  closing.push(server.close);
  const processor = openDsrProcessor({ name: 'help-desk', endpoint: server.url, knowsBy: ['email'], certificate });
  return { server, processor };
}

describe('the signature of a processor', () => {
  test.each([
    ['RSA', rsa],
    ['ECDSA', ec],
  ])('by %s is believed', async (_, keys) => {
    const { server, processor } = await opened(certificateOf(keys, inForce), { ...keys, domain: 'localhost' });
    expect(await must(processor.requestErasure(erasure))).toMatchObject({ kind: 'pending' });
    server.settle(requestId, 'completed');
    expect(await must(processor.statusOf(requestId))).toEqual({ kind: 'completed' });
  });

  test.each([
    ['is missing', undefined],
    ['is under another key', { ...other, domain: 'localhost' }],
    ['is under another kind of key', { ...ec, domain: 'localhost' }],
    ['is for another domain', { ...rsa, domain: 'processor.example' }],
  ])('is not believed where it %s', async (_, signing) => {
    const { server, processor } = await opened(certificateOf(rsa, inForce), signing);
    expect(await refusalOf(processor.requestErasure(erasure))).toMatchObject({ retryable: false });
    server.settle(requestId, 'completed');
    expect(await refusalOf(processor.statusOf(requestId))).toMatchObject({ retryable: false });
  });

  test('is not believed over another body, and no part of that counts', async () => {
    const { server, processor } = await opened(certificateOf(rsa, inForce), { ...rsa, domain: 'localhost' });
    await must(processor.requestErasure(erasure));
    const body = JSON.stringify({ subject_request_id: requestId, request_status: 'completed' });
    server.trouble.push({ status: 200, body });
    expect(await refusalOf(processor.statusOf(requestId))).toMatchObject({ retryable: false });
    const signature = sign('sha256', Buffer.from(body), rsa.privateKey).toString('base64');
    server.trouble.push({ status: 200, body, headers: { 'x-opendsr-signature': signature } });
    expect(await must(processor.statusOf(requestId))).toEqual({ kind: 'completed' });
    for (const garbled of ['', '%%%', signature.slice(8)]) {
      server.trouble.push({ status: 200, body, headers: { 'x-opendsr-signature': garbled } });
      expect(await refusalOf(processor.statusOf(requestId))).toMatchObject({ retryable: false });
    }
  });

  test.each([
    ['has run out', { validFrom: inDays(-10), validTo: inDays(-1) }],
    ['is not in force yet', { validFrom: inDays(1), validTo: inDays(10) }],
  ])('is not believed under a certificate that %s', async (_, dates) => {
    const certificate = certificateOf(rsa, { ...inForce, ...dates });
    const { processor } = await opened(certificate, { ...rsa, domain: 'localhost' });
    expect(await refusalOf(processor.requestErasure(erasure))).toMatchObject({ retryable: false });
  });

  test('cannot be asked for under a certificate of another domain or of a key that OpenDSR does not sign by', () => {
    const open = (certificate: string) =>
      openDsrProcessor({ name: 'help-desk', endpoint: 'https://localhost/v2', knowsBy: ['email'], certificate });
    expect(() => open(certificateOf(rsa, { ...inForce, domain: 'processor.example' }))).toThrow('another domain');
    expect(() => open(certificateOf(generateKeyPairSync('ed25519'), inForce))).toThrow('no RSA, DSA or ECDSA key');
    expect(open(certificateOf(rsa, inForce)).name).toBe('help-desk');
  });
});
