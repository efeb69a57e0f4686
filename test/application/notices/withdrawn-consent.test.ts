import { expect, test, vi } from 'vitest';
import { recordConsent } from '../../../src/application/consents/record-consent.ts';
import { withdrawConsent } from '../../../src/application/consents/withdraw-consent.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { givenEmail, givenRider, openRentalWorld, rentAndReturn } from '../rental-world.ts';
import { value } from '../world.ts';

// No notice of today rests on consent. So that the first one that does is safe, receipts are news in this file.
vi.mock('../../../src/domain/notice/notice.ts', async (original) => {
  const real = await original<typeof import('../../../src/domain/notice/notice.ts')>();
  return { ...real, purposeOf: { ...real.purposeOf, receipt: 'news' } };
});

const evidence = { purpose: 'news', noticeVersion: '2026-11', noticeLanguage: 'en', channel: 'app' };

async function givenQueuedNews() {
  const world = openRentalWorld();
  const person = await givenRider(world);
  await givenEmail(world, person, 'rider@example.org');
  const said = { ...evidence, session: person.session };
  const next = async (ports: Ports = world.ports) => {
    await rentAndReturn(world, person);
    return value(await deliverDue(ports)({ limit: 10 }));
  };
  const news = () => world.mails.filter(({ about }) => about === 'receipt').length;
  return { world, said, next, news };
}

test('what rests on consent is not sent before it is given, is sent then, and is not sent once it is withdrawn', async () => {
  const { world, said, next, news } = await givenQueuedNews();
  await next();
  expect(news()).toBe(0);
  value(await recordConsent(world.ports)(said));
  await next();
  expect(news()).toBe(1);
  world.pass(1);
  value(await withdrawConsent(world.ports)(said));
  expect(await next()).toMatchObject({ sent: 0, skipped: 1 });
  expect(news()).toBe(1);
});

test('a withdrawal counts even while the message is being made', async () => {
  const { world, said, next, news } = await givenQueuedNews();
  value(await recordConsent(world.ports)(said));
  world.pass(1);
  const mail: Ports['templates']['mail'] = (content, language) =>
    world.ports.templates.mail(content, language).map(async (rendered) => {
      if (content.kind === 'receipt') value(await withdrawConsent(world.ports)(said));
      return rendered;
    });
  expect(await next({ ...world.ports, templates: { ...world.ports.templates, mail } })).toMatchObject({ skipped: 1 });
  expect(news()).toBe(0);
});
