import { describe, expect, test } from 'vitest';
import { isLoopback, Region, regionToldBy } from '../../../src/domain/residency/region.ts';

describe('a region', () => {
  test.each([
    'eu-central-1',
    'us-gov-east-1',
    'cn-hangzhou',
    'rus-west-1',
    'ap-southeast-3',
    'cn-north-2-gov-1'.slice(0, 10),
  ])('is a name of a cloud such as %s', (name) => {
    expect(Region.parse(name)._unsafeUnwrap()).toBe(name);
  });

  test.each([
    '',
    'none',
    'eu',
    'Frankfurt',
    'EU-CENTRAL-1',
    'eu_central_1',
    'eu-central-1 ',
    'ie1',
    'eu-',
    'eu-central-123',
    `eu-${'a'.repeat(40)}`,
  ])('is not %j, and the refusal does not repeat it', (name) => {
    expect(Region.parse(name)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidRegion' });
  });
});

describe('the name of a host', () => {
  test.each([
    ['rm-gw81234567890.mysql.eu-central-1.rds.aliyuncs.com', 'eu-central-1'],
    ['rm-gw81234567890.mysql.germany.rds.aliyuncs.com', 'eu-central-1'],
    ['rm-gw81234567890.mysql.GERMANY.rds.aliyuncs.com.', 'eu-central-1'],
    ['rm-gw81234567890.eu-central-1.rds.aliyuncs.com', 'eu-central-1'],
    ['pc-1.mysql.polardb.cn-hangzhou.rds.aliyuncs.com', 'cn-hangzhou'],
    ['joos.abcdefghijkl.eu-west-1.rds.amazonaws.com', 'eu-west-1'],
    ['JOOS.abcdefghijkl.EU-WEST-1.rds.amazonaws.com.', 'eu-west-1'],
    ['joos.abcdefghijkl.rds.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
    ['email.eu-central-1.amazonaws.com', 'eu-central-1'],
    ['email.eu-central-1.api.aws', 'eu-central-1'],
    ['email-smtp.us-east-1.amazonaws.com', 'us-east-1'],
    ['kms.eu-central-1.aliyuncs.com', 'eu-central-1'],
    ['kms-vpc.eu-central-1.aliyuncs.com', 'eu-central-1'],
    ['smtpdm-ap-southeast-1.aliyuncs.com', 'ap-southeast-1'],
  ])('%s tells a region', (host, region) => {
    expect(regionToldBy(host)).toBe(region);
  });

  test.each([
    ['of an instance without one', 'rm-gw81234567890.mysql.rds.aliyuncs.com'],
    ['in a word that nobody knows here', 'rm-gw81234567890.mysql.singapore.rds.aliyuncs.com'],
    ['that stands for a database alone', 'kms.germany.aliyuncs.com'],
    ['that a customer chose in front', 'eu-central-1.mysql.rds.aliyuncs.com'],
    ['of nobody’s cloud', 'rm-1.mysql.eu-central-1.rds.example.com'],
    ['that only ends alike', 'eu-central-1.notamazonaws.com'],
    ['in which a cloud is not last', 'db.eu-central-1.rds.amazonaws.com.example.com'],
    ['that is an address', '10.0.0.7'],
    ['that is none', ''],
  ])('tells none where it is one %s', (_, host) => {
    expect(regionToldBy(host)).toBeNull();
  });

  test('may choose one in front, and tells the other, which is the cloud’s own', () => {
    expect(regionToldBy('eu-central-1.abcdefghijkl.us-east-1.rds.amazonaws.com')).toBe('us-east-1');
  });

  test.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['::1', true],
    ['[::1]', true],
    ['localhost.example.com', false],
    ['127.0.0.1.example.com', false],
    ['10.0.0.1', false],
    ['', false],
  ])('%s is this machine: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});
