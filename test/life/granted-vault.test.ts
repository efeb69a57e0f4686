import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mysqlStores } from '../../src/adapters/sql/mysql.ts';
import { orThrow } from '../../src/index.ts';
import { freshSchemas } from '../mysql/fresh-schemas.ts';
import { limitedAccount } from '../mysql/limited-account.ts';
import { openCore } from './open-core.ts';
import { giveCard, giveEmail, leave, rentOne, returnOne, signUp } from './person.ts';

/** What docs/operations.md says that the vault's account may do at run time. */
function documentedGrants(schema: string): readonly string[] {
  const guide = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const grants = [...guide.matchAll(/^GRANT (.+ ON )joos_vault\.(\w+) TO /gm)];
  return grants.map(([, may, table]) => `${may}${schema}.${table}`);
}

test('an account with the documented grants is all that the vault needs for a whole life', {
  timeout: 60_000,
}, async () => {
  const schemas = await freshSchemas();
  const core = await openCore('mysql', { schemas: async () => schemas });
  const grants = documentedGrants(schemas.vault.name);
  expect(grants.length).toBeGreaterThan(7);
  const account = await limitedAccount(schemas.server, grants);
  const stores = mysqlStores({
    region: 'eu-central-1',
    dataUrl: schemas.data.url,
    vaultUrl: account.url(schemas.vault.name),
  });
  const limited = { ...core, joos: await core.another({ stores }) };
  const person = await signUp(limited);
  await giveEmail(limited, person);
  await giveCard(limited, person);
  await returnOne(limited, person, await rentOne(limited, person));
  await orThrow(limited.joos.worker.workerPass({ limit: 10 }));
  await orThrow(limited.joos.keys.rotateKeys({ now: true }));
  const { erasure, state } = await leave(limited, person);
  expect(state).toBe('certified');
  expect((await orThrow(limited.joos.privacy.erasureCertificate({ erasure }))).document).toContain('Ed25519');
  await core.close();
});

test('a first opening of the vault needs no more than that either', { timeout: 60_000 }, async () => {
  const schemas = await freshSchemas();
  await orThrow(mysqlStores({ dataUrl: schemas.data.url, vaultUrl: schemas.vault.url }).migrate());
  const account = await limitedAccount(schemas.server, documentedGrants(schemas.vault.name));
  const core = await openCore('mysql', {
    schemas: async () => schemas,
    instead: {
      stores: mysqlStores({
        region: 'eu-central-1',
        dataUrl: schemas.data.url,
        vaultUrl: account.url(schemas.vault.name),
      }),
    },
  });
  await signUp(core);
  await core.close();
});
