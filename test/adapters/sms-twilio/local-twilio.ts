import { type Recorded, type RecordingEndpoint, recordingEndpoint, type Told } from '../recording-endpoint.ts';

export const account = {
  accountSid: 'AC00000000000000000000000000000001',
  apiKeySid: 'SK00000000000000000000000000000002',
  apiKeySecret: 'a secret of the tests',
  authToken: 'another secret of the tests',
  from: '+493012345678',
  messagingServiceSid: 'MG00000000000000000000000000000003',
} as const;

/** Twilio's Messages resource on the loopback, as strict as its reference: what it does not know, it refuses. */
export interface LocalTwilio extends RecordingEndpoint {
  /** The forms that were taken. */
  readonly taken: readonly Readonly<Record<string, string>>[];
  /** What was wrong with the requests that were not. */
  readonly complaints: readonly string[];
}

export async function localTwilio(first?: Told): Promise<LocalTwilio> {
  const taken: Readonly<Record<string, string>>[] = [];
  const complaints: string[] = [];
  const judge = (request: Recorded): { readonly status: number; readonly body: unknown } => {
    const complaint = complaintAbout(request);
    if (complaint !== null) {
      complaints.push(complaint.message);
      return complaint.answer;
    }
    const form = Object.fromEntries(new URLSearchParams(request.body));
    taken.push(form);
    return { status: 201, body: messageResource(form, taken.length) };
  };
  return { ...(await recordingEndpoint(first ?? judge)), taken, complaints };
}

/** An error as Twilio's API words it; its message quotes what was sent. */
export function twilioError(status: number, code: number, message: string): Told & object {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}

interface Complaint {
  readonly message: string;
  readonly answer: { readonly status: number; readonly body: unknown };
}

function complaintAbout(request: Recorded): Complaint | null {
  const refuse = (status: number, code: number, message: string): Complaint => ({
    message,
    answer: { status, body: { code, message, more_info: '', status } },
  });
  const { path, method, headers, body } = request;
  if (path !== `/2010-04-01/Accounts/${account.accountSid}/Messages.json`) return refuse(404, 20404, `path ${path}`);
  if (method !== 'POST') return refuse(405, 20004, `method ${method}`);
  const known = [`${account.apiKeySid}:${account.apiKeySecret}`, `${account.accountSid}:${account.authToken}`];
  const accepted = known.map((pair) => `Basic ${Buffer.from(pair).toString('base64')}`);
  if (!accepted.includes(headers.authorization ?? '')) return refuse(401, 20003, 'credentials');
  if (headers['content-type'] !== 'application/x-www-form-urlencoded') return refuse(415, 20001, 'content type');
  const form = new URLSearchParams(body);
  const sender = form.has('From') ? 'From' : 'MessagingServiceSid';
  const names = [...form.keys()].sort();
  const expected = ['Body', sender, 'To', ...(form.has('ValidityPeriod') ? ['ValidityPeriod'] : [])].sort();
  if (names.join() !== expected.join()) return refuse(400, 20001, `fields ${names.join()}`);
  if (!/^\+[1-9]\d{6,14}$/.test(form.get('To') ?? '')) return refuse(400, 21211, 'To');
  if (![account.from, account.messagingServiceSid].some((known) => known === form.get(sender))) {
    return refuse(400, 21606, sender);
  }
  const text = form.get('Body') ?? '';
  if (text === '' || text.length > 1_600) return refuse(400, text === '' ? 21602 : 21617, 'Body');
  const validity = form.get('ValidityPeriod') ?? '36000';
  if (!/^[1-9]\d*$/.test(validity) || Number(validity) > 36_000) return refuse(400, 20001, 'ValidityPeriod');
  return null;
}

function messageResource(form: Readonly<Record<string, string>>, number: number) {
  return {
    sid: `SM${String(number).padStart(32, '0')}`,
    account_sid: account.accountSid,
    api_version: '2010-04-01',
    body: form.Body,
    to: form.To,
    from: form.From ?? null,
    messaging_service_sid: form.MessagingServiceSid ?? null,
    direction: 'outbound-api',
    status: 'queued',
    num_segments: '1',
    num_media: '0',
    error_code: null,
    error_message: null,
    price: null,
    price_unit: 'USD',
    date_created: 'Mon, 23 Nov 2026 09:00:00 +0000',
    date_sent: null,
    date_updated: 'Mon, 23 Nov 2026 09:00:00 +0000',
    uri: `/2010-04-01/Accounts/${account.accountSid}/Messages/SM${number}.json`,
    subresource_uris: {},
  };
}
