import { describe, expect, test } from 'vitest';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { certificateKey } from '../../../src/application/privacy/certificate-key.ts';
import { erasureCertificate } from '../../../src/application/privacy/erasure-certificate.ts';
import { errAsync, okAsync } from '../../../src/domain/result.ts';
import { instant, newErasure, newErasureId, newSubject } from '../../../src/testing/contracts/samples.ts';
import { openWorld, refusal, value } from '../world.ts';

describe('The certificate of an erasure', () => {
  test('is handed out as it was signed, to whoever has the number of the erasure', async () => {
    const { ports } = openWorld();
    const erasure = newErasureId();
    value(await ports.vault.keepCertificate(erasure, '{"signed":true}', instant()));
    expect(value(await erasureCertificate(ports)({ erasure }))).toEqual({ erasure, document: '{"signed":true}' });
  });

  test('is not there yet while the erasure goes on', async () => {
    const { ports } = openWorld();
    const erasure = newErasureId();
    const running = newErasure(newSubject(), { erasure });
    const store: Ports['store'] = {
      ...ports.store,
      reads: { ...ports.store.reads, erasure: (id) => okAsync(id === erasure ? running : null) },
    };
    expect(refusal(await erasureCertificate({ ...ports, store })({ erasure }))).toEqual({ kind: 'NotCertifiedYet' });
  });

  test('is not there for what is no erasure, and a number that is none is not repeated', async () => {
    const { ports } = openWorld();
    expect(refusal(await erasureCertificate(ports)({ erasure: newErasureId() }))).toEqual({ kind: 'NoSuchErasure' });
    expect(refusal(await erasureCertificate(ports)({ erasure: '+4915228895456' }))).toEqual({
      kind: 'InvalidId',
      of: 'ErasureId',
    });
  });

  test('is not said to be missing when the vault does not answer', async () => {
    const { ports } = openWorld();
    const vault: Ports['vault'] = { ...ports.vault, certificateOf: () => errAsync(portFailure('Vault', true)) };
    const failed = refusal(await erasureCertificate({ ...ports, vault })({ erasure: newErasureId() }));
    expect(failed).toMatchObject({ kind: 'PortFailure', port: 'Vault', retryable: true });
  });
});

test('the key that certificates are verified with is given to anybody', async () => {
  const { ports } = openWorld();
  expect(value(await certificateKey(ports)())).toEqual({
    keyId: ports.certificates.keyId,
    publicKeys: value(await ports.certificates.publicKeys()),
  });
});
