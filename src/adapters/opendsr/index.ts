import type { DataProcessor, ProcessorIdentifier, ProcessorStatus } from '../../application/ports/data-processor.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import { statedAt } from '../../domain/residency/residency.ts';
import { errAsync, okAsync, type Result, type ResultAsync } from '../../domain/result.ts';
import { acknowledged, reported } from './answers.ts';
import { endpointAt } from './endpoint.ts';
import { erasureDocument } from './erasure-document.ts';
import { type Answer, exchange, type Question } from './exchange.ts';
import { signedUnder } from './signature.ts';

/** How to reach a processor that speaks OpenDSR 2.0. */
export interface OpenDsrOptions {
  /** 2 to 40 lower-case letters, digits and hyphens; stable: certificates and records name it. */
  readonly name: string;
  /** The base of its OpenDSR resources with the major version, such as `https://opendsr.processor.example/v2`. */
  readonly endpoint: string;
  /**
   * Where it works, such as `eu-central-1`, or null if it is in no one place. Only the operator knows; the core does not open
   * without a word of it, save for an endpoint on the loopback (POLICY.md C18).
   */
  readonly region?: string | null;
  /** By which identifiers it knows people; nothing else is sent. */
  readonly knowsBy: readonly ProcessorIdentifier[];
  /** Sent as a bearer token (RFC 6750). OpenDSR leaves the authentication of requests to the processor. */
  readonly apiKey?: string;
  /**
   * The X.509 certificate that it signs its answers under, in PEM, as its `/discovery` names it. With it, an answer that is
   * not signed under it counts for nothing. Without it, TLS alone says who answers.
   */
  readonly certificate?: string;
  /**
   * OpenDSR 2.0 has no identity type for phone numbers: one goes into the extension of the processor's own domain, under
   * this word of it. `mobile_number` by default, as the one published extension has it; agree on it with the processor.
   */
  readonly phoneIdentityType?: string;
  /** How long an answer may take, in milliseconds; 10 s by default. */
  readonly timeoutMs?: number;
}

/** Answers that say no to a request that may be there already: the specification has no word of its own for that. */
const perhapsKnown: ReadonlySet<number> = new Set([400, 409, 422]);
/** Answers that say: later. */
const later: ReadonlySet<number> = new Set([408, 409, 425, 429]);

/**
 * A processor that is asked to erase people by OpenDSR 2.0 (formerly OpenGDPR), `POST /requests`, and then after the status
 * of that, `GET /requests/ID`. Every call asks once; who calls repeats it. A request that is answered as a bad one or as a
 * conflict is asked after before it counts as refused: that is how a processor greets one that it has already.
 *
 * Identifiers stand in the body of the request alone: in no URL, header or failure. Time-outs, throttling and server
 * errors are retryable; a redirect, a refusal, an answer out of the specification, over 64 KiB or without the signature
 * that was asked for is not.
 *
 * Not looked at: `/discovery` (the host says what the processor knows people by), `encoded_request`, issuer and revocation
 * of the certificate, and signatures where no certificate is given. Callbacks are not asked for.
 *
 * Throws a `TypeError` on options that cannot be meant, such as an endpoint without https that is not on the loopback.
 */
export function openDsrProcessor(options: OpenDsrOptions): DataProcessor {
  const { name, knowsBy, apiKey, certificate, phoneIdentityType = 'mobile_number', timeoutMs = 10_000 } = options;
  if (!/^[a-z0-9-]{2,40}$/.test(name)) {
    throw new TypeError('The name of a processor is 2 to 40 lower-case letters, digits and hyphens');
  }
  if (knowsBy.length === 0) throw new TypeError('A processor has to know people by something');
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new TypeError('The API key of a processor is ASCII without spaces');
  }
  const { requestsUrl, domain } = endpointAt(options.endpoint);
  const genuine = certificate === undefined ? null : signedUnder(certificate, domain);
  const authorization: Record<string, string> = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };

  function ask(question: Pick<Question, 'method' | 'url' | 'body'>): ResultAsync<Answer, PortFailure> {
    const headers = { accept: 'application/json', ...authorization };
    return exchange({
      ...question,
      headers: question.body === null ? headers : { ...headers, 'content-type': 'application/json' },
      timeoutMs,
    });
  }

  /** Reads an answer that says yes, once it is known to be the processor's own. */
  function believe(
    answer: Answer,
    requestId: string,
    read: (body: Uint8Array, requestId: string) => Result<ProcessorStatus, PortFailure>,
  ): ResultAsync<ProcessorStatus, PortFailure> {
    if (genuine !== null && !genuine(answer)) {
      return errAsync(portFailure('DataProcessor', false, new Error('The answer is not signed by the processor')));
    }
    return okAsync(answer.body).andThen((body) => read(body, requestId));
  }

  function statusOf(requestId: string): ResultAsync<ProcessorStatus, PortFailure> {
    return ask({ method: 'GET', url: `${requestsUrl}/${identified(requestId)}`, body: null }).andThen((answer) => {
      if (answer.status === 200) return believe(answer, requestId, reported);
      return answer.status === 404 ? okAsync<ProcessorStatus>({ kind: 'unknown' }) : errAsync(refused(answer));
    });
  }

  return {
    name,
    knowsBy,
    residency: [statedAt(name, options.region, domain)],
    requestErasure: (request) => {
      const requestId = identified(request.requestId);
      const body = erasureDocument(request, { knowsBy, domain, phoneIdentityType });
      if (body === null) {
        return errAsync(
          portFailure('DataProcessor', false, new Error('It knows the person by none of the identities')),
        );
      }
      return ask({ method: 'POST', url: requestsUrl, body }).andThen((answer) => {
        if (answer.status >= 200 && answer.status <= 202) return believe(answer, requestId, acknowledged);
        if (!perhapsKnown.has(answer.status)) return errAsync(refused(answer));
        return statusOf(requestId).andThen((status) =>
          status.kind === 'unknown' ? errAsync(refused(answer)) : okAsync(status),
        );
      });
    },
    statusOf,
  };
}

/** The id stands in a URL: anything but a UUID of version 4 is a mistake of the caller, and could be somebody's name. */
function identified(requestId: string): string {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(requestId)) {
    throw new TypeError('The id of a request to a processor is a lower-case UUID of version 4');
  }
  return requestId;
}

/** An answer that says no. */
function refused({ status }: Answer): PortFailure {
  return portFailure('DataProcessor', status >= 500 || later.has(status), new Error(`It answered ${status}`));
}
