import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import { removeLogin } from '../../../src/application/accounts/remove-login.ts';
import type { OpenedSealing } from '../../../src/adapters/sealing/index.ts';
import { sessionTokenHash, silentLog, systemClock, systemIds, systemRandomness } from '../../../src/adapters/system/index.ts';
import type { DataStore } from '../../../src/application/ports/data-store.ts';
import { gate, must, pause, present } from '../../../src/testing/contracts/contract.ts';
import { inOne, signUp } from '../../../src/testing/contracts/person.ts';
import { instant, newPhone } from '../../../src/testing/contracts/samples.ts';
import { okAsync } from '../../../src/domain/result.ts';
import { identitiesOf } from '../../../src/domain/user/user.ts';
import { type MysqlSchemas, mysqlSchemas } from './mysql-schemas.ts';
import { ids, sealingOn } from './opened-stores.ts';

describe('hostile', () => {
  let mysql: MysqlSchemas;
  let sealing: OpenedSealing;
  let one: DataStore;
  beforeAll(async () => {
    mysql = await mysqlSchemas();
    sealing = await sealingOn(mysql.stores);
    one = mysql.stores.openDataStore({ sealing: sealing.sealing, ids, log: silentLog });
  });
  afterAll(async () => {
    for (const opened of [one, sealing.vault]) await must(opened.close());
    await mysql.close();
  });

  it('sees identities as they are once the user is locked', async () => {
    const person = await signUp({ store: one, vault: sealing.vault });
    const [held1, let1] = [gate(), gate()];
    const first = inOne(one, async (tx) => {
      const held = await must(tx.doors.bySessionAlone(person.token, instant()));
      held1.open();
      await let1.opened;
      const logins = held.user.logins.filter((l) => l.kind === 'phone') as never;
      await must(tx.users.save(held, { ...held.user, logins }));
    });
    await held1.opened;
    const second = inOne(one, async (tx) => identitiesOf((await must(tx.doors.bySessionAlone(person.token, instant()))).user).length);
    await pause(300);
    let1.open();
    await first;
    expect(await second).toBe(0);
  });

  it('sends one code to a fresh number', async () => {
    let sent = 0;
    const ask = requestCode({
      store: one, hashing: { ...sealing.hashing, sessionToken: sessionTokenHash }, clock: systemClock, ids: systemIds, randomness: systemRandomness,
      sms: { send: () => { sent += 1; return okAsync(undefined); } },
      mailer: { send: () => okAsync(undefined) }, templates: { sms: () => 'x', mail: () => { throw new Error('no'); } }, log: silentLog,
    } as never);
    const phone = newPhone();
    await Promise.all(Array.from({ length: 10 }, () => ask({ purpose: 'log-in', phone })));
    console.log('SENT', sent);
    expect(sent).toBe(1);
  });
});
