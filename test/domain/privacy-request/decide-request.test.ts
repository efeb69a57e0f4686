import { describe, expect, it } from 'vitest';
import {
  decideRequest,
  evolveRequest,
  type RequestCommand,
  receiveRequest,
} from '../../../src/domain/privacy-request/decide-request.ts';
import {
  DataSubjectRight,
  ExtensionReason,
  type PrivacyRequest,
  RequestChannel,
  RequestOutcome,
  requestOutcomes,
} from '../../../src/domain/privacy-request/privacy-request.ts';
import { newRequest } from '../../../src/testing/contracts/held-samples.ts';
import { day, moment, plainUser } from '../deletion/person.ts';

const at = moment('2026-11-23T09:00:00Z');
const received = newRequest(plainUser.subject, { receivedOn: day('2026-11-20'), dueOn: day('2026-12-20') });
const verified: PrivacyRequest = { ...received, state: 'verified', verifiedAt: at };
const extend = { kind: 'ExtendRequest', reason: 'complexity', at } as const;
const done = { kind: 'CloseRequest', outcome: 'done', at } as const;
const verify = { kind: 'VerifyRequest', at } as const;

const changedBy = (request: PrivacyRequest, command: RequestCommand): PrivacyRequest =>
  decideRequest(command, request)._unsafeUnwrap().reduce(evolveRequest, request);

describe('A request', () => {
  it('is due a month after it came, whenever it is written down', () => {
    const { request, subject, right, channel, order, caseNumber, recordedBy } = received;
    const receipt = { request, subject, right, channel, order, caseNumber, recordedBy };
    expect(receiveRequest({ ...receipt, receivedOn: day('2026-11-20') }, at)._unsafeUnwrap()).toEqual(received);
    expect(receiveRequest({ ...receipt, receivedOn: day('2026-11-23') }, at).isOk()).toBe(true);
    expect(receiveRequest({ ...receipt, receivedOn: day('2026-11-24') }, at)._unsafeUnwrapErr()).toEqual({
      kind: 'ReceivedInFuture',
    });
  });

  it('is verified once, and again without anything new', () => {
    expect(changedBy(received, verify)).toEqual(verified);
    expect(decideRequest(verify, verified)._unsafeUnwrap()).toEqual([]);
  });

  it('is extended once, by two months, within the first', () => {
    const extended = changedBy(received, extend);
    expect(extended).toEqual({ ...received, dueOn: '2027-02-20', extended: { at, reason: 'complexity' } });
    expect(decideRequest(extend, extended)._unsafeUnwrapErr()).toEqual({ kind: 'AlreadyExtended' });
    const lastMoment = moment('2026-12-20T23:59:59Z');
    expect(decideRequest({ ...extend, at: lastMoment }, received).isOk()).toBe(true);
    const tooLate = moment('2026-12-21T00:00:00Z');
    expect(decideRequest({ ...extend, at: tooLate }, received)._unsafeUnwrapErr()).toEqual({ kind: 'TooLateToExtend' });
  });

  it('is done only for somebody whose identity is sure, and refused for anybody', () => {
    expect(decideRequest(done, received)._unsafeUnwrapErr()).toEqual({ kind: 'RequestNotVerified' });
    expect(changedBy(verified, done)).toEqual({ ...verified, state: 'closed', closed: { at, outcome: 'done' } });
    for (const outcome of requestOutcomes.filter((one) => one !== 'done')) {
      expect(changedBy(received, { ...done, outcome }).closed).toEqual({ at, outcome });
    }
  });

  it('takes nothing any more once it is closed', () => {
    const closed = changedBy(verified, done);
    for (const command of [verify, extend, done]) {
      expect(decideRequest(command, closed)._unsafeUnwrapErr()).toEqual({ kind: 'RequestClosed' });
    }
    expect(evolveRequest(closed, { kind: 'RequestVerified', at })).toEqual(closed);
  });
});

describe('The words of a request', () => {
  it('are those of closed lists', () => {
    expect(DataSubjectRight.parse('access')._unsafeUnwrap()).toBe('access');
    expect(DataSubjectRight.parse('everything')._unsafeUnwrapErr()).toEqual({ kind: 'InvalidDataSubjectRight' });
    expect(RequestChannel.parse('letter')._unsafeUnwrap()).toBe('letter');
    expect(RequestChannel.parse('pigeon')._unsafeUnwrapErr()).toEqual({ kind: 'InvalidRequestChannel' });
    expect(ExtensionReason.parse('complexity')._unsafeUnwrap()).toBe('complexity');
    expect(ExtensionReason.parse('holidays')._unsafeUnwrapErr()).toEqual({ kind: 'InvalidExtensionReason' });
    expect(RequestOutcome.parse('done')._unsafeUnwrap()).toBe('done');
    expect(RequestOutcome.parse('forgotten')._unsafeUnwrapErr()).toEqual({ kind: 'InvalidRequestOutcome' });
  });
});
