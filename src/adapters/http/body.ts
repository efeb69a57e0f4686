import type { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import type { EdgeRefusal, InvalidShape } from './edge-refusal.ts';

/** The most that a body may weigh by default, in bytes: all that a person types fits in many times over. */
export const defaultBodyLimitBytes: number = 64 * 1024;

/** A body as it came, not yet looked at. */
export interface RawBody {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** Reads a body whole, and stops reading where it gets too large, whatever the client said of its length. */
export async function readBody(request: Request, limitBytes: number): Promise<Result<RawBody, EdgeRefusal>> {
  const contentType = request.headers.get('content-type') ?? '';
  const tooLarge = err({ kind: 'BodyTooLarge', limitBytes } as const);
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) return tooLarge;
  if (request.body === null) return ok({ bytes: new Uint8Array(), contentType });
  try {
    const bytes = await bytesOf(request.body, limitBytes);
    return bytes === null ? tooLarge : ok({ bytes, contentType });
  } catch {
    return err({ kind: 'MalformedJson' }); // the client hung up in the middle of it
  }
}

/** All bytes of a stream; null as soon as they are too many. */
async function bytesOf(stream: ReadableStream<Uint8Array>, limitBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > limitBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
}

/** The body as plain data of a shape. Nothing at all counts as an object without fields. */
export function bodyAs<Shape>({ bytes, contentType }: RawBody, shape: z.ZodType<Shape>): Result<Shape, EdgeRefusal> {
  if (bytes.byteLength === 0) return shaped({}, shape);
  const [mediaType = ''] = contentType.split(';');
  if (mediaType.trim().toLowerCase() !== 'application/json') return err({ kind: 'WrongMediaType' });
  return parsed(bytes).andThen((data) => shaped(data, shape));
}

function parsed(bytes: Uint8Array): Result<unknown, EdgeRefusal> {
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return err({ kind: 'MalformedJson' }); // the cause quotes the body
  }
}

function shaped<Shape>(data: unknown, shape: z.ZodType<Shape>): Result<Shape, InvalidShape> {
  const checked = shape.safeParse(data);
  if (checked.success) return ok(checked.data);
  // A path names fields of the shape; the names of unknown fields stand elsewhere in the issue, and stay there.
  const paths = checked.error.issues.map((issue) => issue.path[0]).filter((name) => typeof name === 'string');
  const fields = [...new Set(paths)];
  if (fields.length > 0) return err({ kind: 'InvalidShape', reason: 'field', fields });
  const unknown = checked.error.issues.some((issue) => issue.code === 'unrecognized_keys');
  return err({ kind: 'InvalidShape', reason: unknown ? 'unknown-field' : 'not-an-object', fields });
}
