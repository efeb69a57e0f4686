import { describe, expect, test } from 'vitest';
import { myConsentHistory } from '../../../src/application/consents/my-consent-history.ts';
import { myConsents } from '../../../src/application/consents/my-consents.ts';
import { showSubscription, unsubscribe } from '../../../src/application/consents/unsubscribe.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { unsubscribeUrlOf } from '../../../src/application/notices/message-link.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { consentPurposes } from '../../../src/domain/consent/contact-purpose.ts';
import type { NoticeId } from '../../../src/domain/ids.ts';
import { audienceOf, noticeKinds } from '../../../src/domain/notice/notice.ts';
import { newsAbout, published, unsubscribeUrl } from '../news.ts';
import { givenEmail, type Person } from '../people.ts';
import { givenRider, leave, openRentalWorld, type RentalWorld, rentAndReturn } from '../rental-world.ts';
import { refusal, value } from '../world.ts';

/** Somebody who got the news and the newsletter, with the tokens of both. */
async function givenReader(world = openRentalWorld({ unsubscribeUrl }), email = 'rider@example.org') {
  const person = await givenRider(world);
  await givenEmail(world, person, email);
  const tokens: Record<string, string> = {};
  for (const purpose of consentPurposes) {
    await newsAbout(world, person, purpose);
    await published(world, purpose);
    value(await deliverDue(world.ports)({ limit: 20 }));
    const mail = world.mails.findLast(({ about, to }) => about === purpose && String(to) === email);
    tokens[purpose] = mail?.unsubscribeUrl?.slice(`${unsubscribeUrl}/`.length) ?? '';
  }
  const { news = '', newsletter = '' } = tokens;
  return { world, person, news, newsletter };
}

async function agreed(world: RentalWorld, person: Person): Promise<readonly string[]> {
  const states = value(await myConsents(world.ports)(person));
  return states.flatMap(({ terms, allowed }) => (terms.basis === 'consent' && allowed ? [terms.purpose] : []));
}

const nothing = { kind: 'NoSuchSubscription' };

describe('the address in the mail', () => {
  test('takes the person off that one purpose, without a log-in', async () => {
    const { world, person, news } = await givenReader();
    world.pass(1000);
    expect(value(await unsubscribe(world.ports)({ token: news }))).toEqual({ purpose: 'news' });
    expect(await agreed(world, person)).toEqual(['newsletter']);
    expect(value(await myConsentHistory(world.ports)(person)).at(-1)).toMatchObject({
      action: 'withdrawn',
      purpose: 'news',
      channel: 'unsubscribe-link',
      noticeVersion: '2026-11',
      recordedAt: world.ports.clock.now(),
    });
  });

  test('changes nothing by being shown, however often', async () => {
    const { world, newsletter } = await givenReader();
    const before = world.everything();
    for (let times = 0; times < 3; times += 1) {
      expect(value(await showSubscription(world.ports)({ token: newsletter }))).toEqual({ purpose: 'newsletter' });
    }
    expect(world.everything()).toEqual(before);
  });

  test('used twice, or twice at once, is used once', async () => {
    const { world, news } = await givenReader();
    const answers = await Promise.all([1, 2, 3].map(() => unsubscribe(world.ports)({ token: news })));
    for (const answer of answers) expect(value(answer)).toEqual({ purpose: 'news' });
    const after = world.everything();
    value(await unsubscribe(world.ports)({ token: news }));
    expect(world.everything()).toEqual(after);
  });

  test('works for who agreed anew after it was used, and again', async () => {
    const { world, person, news } = await givenReader();
    value(await unsubscribe(world.ports)({ token: news }));
    world.pass(1000);
    await newsAbout(world, person, 'news');
    expect(await agreed(world, person)).toEqual(['news', 'newsletter']);
    value(await unsubscribe(world.ports)({ token: news }));
    expect(await agreed(world, person)).toEqual(['newsletter']);
  });

  test('takes nobody else off anything', async () => {
    const { world, person, news } = await givenReader();
    const other = await givenReader(world, 'other@example.org');
    value(await unsubscribe(world.ports)({ token: other.news }));
    expect(await agreed(world, person)).toEqual(['news', 'newsletter']);
    expect(await agreed(world, other.person)).toEqual(['newsletter']);
    expect(news).not.toBe(other.news);
  });

  test('does nothing once the person left, and says nothing of that', async () => {
    const { world, person, news } = await givenReader();
    await leave(world, person);
    const before = world.everything();
    expect(refusal(await unsubscribe(world.ports)({ token: news }))).toEqual(nothing);
    expect(refusal(await showSubscription(world.ports)({ token: news }))).toEqual(nothing);
    expect(world.everything()).toEqual(before);
  });

  test('is in no other mail, even by a token that was made here', async () => {
    const { world, person } = await givenReader();
    const { payment } = await rentAndReturn(world, person);
    world.processor.bank.push('insufficient-funds');
    value(await charge(world.ports)({ payment }));
    value(await deliverDue(world.ports)({ limit: 20 }));
    const others = world.mails.filter(({ about }) => about !== 'news' && about !== 'newsletter');
    expect(new Set(others.map(({ about }) => about))).toEqual(
      new Set(['code', 'email-confirmed', 'receipt', 'payment-failed']),
    );
    for (const { unsubscribeUrl: url } of others) expect(url).toBeNull();
    const before = world.everything();
    for (const { messageId } of others) {
      const mac = value(await world.ports.hashing.linkMac({ does: 'unsubscribe', notice: messageId as NoticeId })); // of a notice, or of nothing
      expect(refusal(await unsubscribe(world.ports)({ token: `${messageId}.${mac}` }))).toEqual(nothing);
    }
    expect(world.everything()).toEqual(before);
  });

  test.each(noticeKinds)('is there for %s exactly if it rests on consent', async (kind) => {
    const notice = '00000000-0000-4000-8000-000000000001' as NoticeId; // sound: a canonical UUID
    const audience = audienceOf[kind];
    const onConsent = audience.to === 'person' && consentPurposes.some((one) => one === audience.purpose);
    const url = value(await unsubscribeUrlOf(openRentalWorld({ unsubscribeUrl }).ports, notice, audience));
    const without = await unsubscribeUrlOf(openRentalWorld().ports, notice, audience);
    if (onConsent) {
      expect(url).toMatch(/^https:\/\/api\.joos\.example\/v1\/unsubscribe\/[0-9a-f-]{36}\.[A-Za-z0-9_-]{22}$/);
      // Without an address nothing of the kind may go out.
      expect(refusal(without)).toMatchObject({ kind: 'PortFailure', retryable: false });
    } else {
      expect(url).toBeNull();
      expect(value(without)).toBeNull();
    }
  });
});
