import Stripe from 'stripe';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { smsAt } from '../../../src/adapters/cli/open-messages.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { orThrow } from '../../../src/index.ts';
import { awsOfNobody } from '../aws-environment.ts';
import { recordingEndpoint } from '../recording-endpoint.ts';
import { exceptionsFor, type Installation, installation, kim, signUp } from './installation.ts';
import { joosProcess } from './process.ts';
import { served } from './served.ts';

awsOfNobody();
afterEach(() => vi.unstubAllEnvs());

const everyProvider = () => ({
  JOOS_REGION_EXCEPTIONS: exceptionsFor({ cards: 'stripe', sms: 'twilio:ie1' }),
  JOOS_MAIL: 'ses:eu-central-1',
  JOOS_MAIL_FROM: 'Joos <service@joos.test>',
  JOOS_MAIL_TOPIC: 'arn:aws:sns:eu-central-1:111122223333:mail-events',
  JOOS_SMS: 'aws:eu-central-1',
  JOOS_SMS_ORIGIN: 'JOOS',
  JOOS_SMS_FALLBACK: 'twilio:ie1',
  JOOS_SMS_FALLBACK_ORIGIN: 'JOOS',
  JOOS_TWILIO_ACCOUNT: `AC${'0a'.repeat(16)}`,
  JOOS_TWILIO_KEY: `SK${'0b'.repeat(16)}`,
  JOOS_TWILIO_SECRET: 'of-nobody',
  JOOS_CARDS: 'stripe',
  JOOS_STRIPE_SECRET_KEY: 'rk_test_ofNobody',
  JOOS_STRIPE_WEBHOOK_SECRET: 'whsec_old,whsec_new',
  JOOS_SUPPORT_INBOX: 'support@joos.test',
  JOOS_CODE_ORIGIN: 'app.joos.test',
});

describe('an installation with every provider', () => {
  test('opens without a network, and its worker ends when it is done', async () => {
    const { environment } = await installation();
    const ran = await joosProcess(['worker', '--once'], { environment: { ...environment, ...everyProvider() } }).ended;
    expect(ran).toMatchObject({ code: 0, err: '' });
  });

  test('serves both webhooks, each for its own provider alone', async () => {
    const here: Installation = await installation();
    const { owed } = await signUp(here, { returned: 1 });
    const url = await served({ ...here.environment, ...everyProvider() });
    const [{ payment } = { payment: '' }] = owed;
    const event = JSON.stringify({
      id: 'evt_1',
      object: 'event',
      type: 'payment_intent.succeeded',
      data: { object: { id: 'pi_1N3Tq1L', metadata: { payment, attempt: '1' } } },
    });
    const tell = (secret: string | null) =>
      fetch(`${url}/webhooks/cards`, {
        method: 'POST',
        body: event,
        headers:
          secret === null
            ? {}
            : { 'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload: event, secret }) },
      });
    expect((await tell(null)).status).toBe(400);
    expect((await tell('whsec_other')).status).toBe(400);
    expect(await settled(here)).toBe(false);
    for (const secret of ['whsec_old', 'whsec_new']) {
      const told = await tell(secret);
      expect(told.status).toBe(200);
      expect(await told.json()).toEqual({ taken: 1 });
    }
    expect(await settled(here)).toBe(true);
    expect((await fetch(`${url}/webhooks/mail`, { method: 'POST', body: '{}' })).status).toBe(400);
  });

  test('serves no webhook that was not configured', async () => {
    const { environment } = await installation();
    const url = await served(environment);
    for (const path of ['cards', 'mail']) {
      expect((await fetch(`${url}/webhooks/${path}`, { method: 'POST', body: '[]' })).status).toBe(404);
    }
  });
});

/** Whether nothing is to be paid any more. */
async function settled({ open }: Installation): Promise<boolean> {
  const { joos: core } = await open();
  const { unknown } = await orThrow(core.payments.reconcilePayments({ limit: 10 }));
  await core.close();
  return unknown === 0;
}

describe('two providers of text messages', () => {
  test('say to the operator when the second takes over, once', async () => {
    const service = await recordingEndpoint(({ body }) =>
      (JSON.parse(body) as { OriginationIdentity: string }).OriginationIdentity === 'FIRST'
        ? { status: 400, body: { __type: 'ThrottlingException', message: 'slow down' } }
        : { status: 200, body: { MessageId: '1' } },
    );
    onTestFinished(() => service.close());
    vi.stubEnv('AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2', service.url);
    const logged: string[] = [];
    const provider = (originationIdentity: string) =>
      ({ kind: 'aws', region: 'eu-central-1', originationIdentity }) as const;
    const sms = await smsAt(
      { kind: 'provider', first: provider('FIRST'), second: provider('SECOND') },
      { write: (level, event) => logged.push(`${level} ${event}`) },
    );
    const to = await orThrow(PhoneNumber.parse(kim.phone));
    for (let n = 0; n < 8; n += 1) await orThrow(sms.send({ messageId: `m-${n}`, about: 'code', to, text: '012345' }));
    expect(logged).toEqual(['warn sms-fallback-began']);
    sms.close?.();
  });
});
