import { z } from 'zod';
import type { ProcessorStatus } from '../../application/ports/data-processor.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import { Instant } from '../../domain/instant.ts';
import { err, ok, Result } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';

/**
 * What we read of an acknowledgement (OpenDSR 2.0, section 7.3). `encoded_request` repeats the identifiers: it is dropped
 * here, since a controller must not keep it.
 */
const acknowledgement = z.object({
  subject_request_id: z.string(),
  expected_completion_time: z.string().nullish(),
});

/** What we read of a status (OpenDSR 2.0, sections 8 and 8.3); the specification has no other words. */
const report = acknowledgement.extend({
  request_status: z.enum(['pending', 'in_progress', 'completed', 'cancelled']),
});

/** Reads the acknowledgement of this request. */
export function acknowledged(body: Uint8Array, requestId: string): Result<ProcessorStatus, PortFailure> {
  return read(acknowledgement, body, requestId).map(pending);
}

/** Reads how this request goes. */
export function reported(body: Uint8Array, requestId: string): Result<ProcessorStatus, PortFailure> {
  return read(report, body, requestId).map((answer) => {
    switch (answer.request_status) {
      case 'pending':
      case 'in_progress':
        return pending(answer);
      case 'completed':
        return { kind: 'completed' };
      case 'cancelled':
        return { kind: 'refused' };
      default:
        return unreachable(answer.request_status satisfies never);
    }
  });
}

function pending({ expected_completion_time: time }: z.infer<typeof acknowledgement>): ProcessorStatus {
  return { kind: 'pending', expectedBy: time == null ? null : instantOf(time) };
}

/** RFC 3339 allows finer fractions of a second and small letters. A time that cannot be read is one that was not said. */
function instantOf(time: string): Instant | null {
  return Instant.parse(time.toUpperCase().replace(/(\.\d{3})\d+/, '$1')).unwrapOr(null);
}

const parseJson = Result.fromThrowable((body: Uint8Array): unknown =>
  JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)),
);

function read<Read extends z.infer<typeof acknowledgement>>(
  shape: z.ZodType<Read>,
  body: Uint8Array,
  requestId: string,
): Result<Read, PortFailure> {
  const json = parseJson(body);
  if (json.isErr()) return garbage('The answer is not JSON');
  const parsed = shape.safeParse(json.value);
  if (!parsed.success) return garbage('The answer is not one of OpenDSR 2.0');
  if (parsed.data.subject_request_id !== requestId) return garbage('The answer is about another request');
  return ok(parsed.data);
}

/** Says what is wrong and quotes nothing: an answer may repeat the identifiers that it was sent. */
function garbage(problem: string): Result<never, PortFailure> {
  return err(portFailure('DataProcessor', false, new Error(problem)));
}
