import { describe, expect, test } from 'vitest';
import { inRegionOf, mayAsk, statedAt } from '../../../src/domain/residency/residency.ts';

describe('a server whose place the operator states', () => {
  const rds = 'rm-1.mysql.eu-central-1.rds.aliyuncs.com';

  test.each([
    ['is where it is said to be', 'eu-central-1', '10.0.0.7', { kind: 'stated', of: 'data', region: 'eu-central-1' }],
    ['and the host agrees', 'eu-central-1', rds, { kind: 'stated', of: 'data', region: 'eu-central-1' }],
    [
      'is contradicted by a host that tells another',
      'eu-west-1',
      rds,
      { kind: 'contradicted', of: 'data', stated: 'eu-west-1', told: 'eu-central-1' },
    ],
    ['is nowhere without a word', undefined, '10.0.0.7', { kind: 'unstated', of: 'data' }],
    ['is nowhere without a word, although the host tells', undefined, rds, { kind: 'unstated', of: 'data' }],
    ['is nowhere by a word that is no region', 'Frankfurt', '10.0.0.7', { kind: 'unstated', of: 'data' }],
    ['is here without a word on the loopback', undefined, '127.0.0.1', { kind: 'here' }],
    ['is where a tunnel leads', 'eu-west-1', '127.0.0.1', { kind: 'stated', of: 'data', region: 'eu-west-1' }],
    ['in no one place is outside', null, 'smtp.example.com', { kind: 'outside', provider: 'smtp.example.com' }],
  ] as const)('%s', (_, region, host, expected) => {
    expect(statedAt('data', region, host)).toEqual(expected);
  });
});

describe('a service of a cloud', () => {
  test.each([
    [
      'is in the region that its client was told',
      'eu-central-1',
      null,
      { kind: 'region', provider: 'aws', region: 'eu-central-1' },
    ],
    [
      'is there by an endpoint that tells the same',
      'eu-central-1',
      'kms.eu-central-1.amazonaws.com',
      { kind: 'region', provider: 'aws', region: 'eu-central-1' },
    ],
    [
      'is contradicted by one that tells another',
      'eu-central-1',
      'kms.us-east-1.amazonaws.com',
      { kind: 'contradicted', of: 'aws', stated: 'eu-central-1', told: 'us-east-1' },
    ],
    [
      'is there by word alone where the endpoint tells nothing',
      'eu-central-1',
      'kms.example.com',
      { kind: 'stated', of: 'aws', region: 'eu-central-1' },
    ],
    ['is here where it is played on the loopback', 'eu-central-1', '127.0.0.1', { kind: 'here' }],
    ['is nowhere by a region that is none', 'moon', null, { kind: 'unstated', of: 'aws' }],
  ] as const)('%s', (_, region, endpoint, expected) => {
    expect(inRegionOf('aws', region, endpoint)).toEqual(expected);
  });

  test.each([
    ['email.eu-central-1.amazonaws.com', null, true],
    ['email.us-east-1.amazonaws.com', null, false],
    ['email.us-east-1.amazonaws.com', 'email.us-east-1.amazonaws.com', true],
    ['proxy.example.com', null, false],
    ['proxy.example.com', 'proxy.example.com', true],
    ['127.0.0.1', null, true],
    ['', null, false],
  ] as const)('asks %s, given the endpoint %s: %s', (host, endpoint, allowed) => {
    expect(mayAsk(host, 'eu-central-1', endpoint)).toBe(allowed);
  });
});
