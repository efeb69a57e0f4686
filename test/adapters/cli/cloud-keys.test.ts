import { afterEach, describe, expect, test, vi } from 'vitest';
import { awsOfNobody } from '../aws-environment.ts';
import { localAwsKms } from '../kms-aws/local-kms.ts';
import { recordingEndpoint } from '../recording-endpoint.ts';
import { joos, newFolder, settingsIn } from './installation.ts';

awsOfNobody();

const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

/** An installation whose master key is at a KMS on this machine, migrated. */
async function atAws() {
  const service = await recordingEndpoint(localAwsKms('eu-central-1', [keyId]));
  closing.push(service.close);
  vi.stubEnv('AWS_ENDPOINT_URL_KMS', service.url);
  const environment = { ...settingsIn(newFolder()), JOOS_KEYS: `aws:eu-central-1/${keyId}` };
  await joos(['migrate'], { environment });
  const targets = () => service.requests.splice(0).map(({ headers }) => String(headers['x-amz-target']));
  return { environment, service, targets };
}

describe('an installation whose master key is at AWS KMS', () => {
  test('has its keys wrapped there once, and unwrapped there on every later opening', async () => {
    const { environment, targets } = await atAws();
    expect(targets(), 'migrating needs no key').toEqual([]);
    expect(await joos(['worker', '--once'], { environment })).toMatchObject({ code: 0, err: '' });
    expect(new Set(targets())).toContain('TrentService.Encrypt');
    expect(await joos(['worker', '--once'], { environment })).toMatchObject({ code: 0, err: '' });
    expect(new Set(targets())).toEqual(new Set(['TrentService.Decrypt']));
  });

  test('is to be tried again later while the service is throttling', async () => {
    const { environment, service } = await atAws();
    service.tell({ status: 400, body: { __type: 'ThrottlingException', message: 'slow down' } });
    const { code, err } = await joos(['worker', '--once'], { environment });
    expect(code).toBe(5);
    expect(err).toMatch(/^joos: The master key does not answer\n.*\n {2}Try the same command again later\.$/);
  });

  test('does not open where the service denies the key', async () => {
    const { environment, service } = await atAws();
    service.tell({ status: 400, body: { __type: 'AccessDeniedException', message: `no ${keyId} for you` } });
    const { code, err } = await joos(['worker', '--once'], { environment });
    expect(code).toBe(3);
    expect(err).toContain('the vault does not open with these JOOS_KEYS');
    expect(err).not.toContain(keyId);
  });
});
