import type {
  DataProcessor,
  ProcessorErasureRequest,
  ProcessorIdentifier,
  ProcessorStatus,
} from '../application/ports/data-processor.ts';
import { portFailure } from '../application/ports/port-failure.ts';
import type { Instant } from '../domain/instant.ts';
import { onThisMachine } from '../domain/residency/residency.ts';
import { errAsync, okAsync } from '../domain/result.ts';

/** A processor in memory that a test can look into and speak for. */
export interface RecordingProcessor extends DataProcessor {
  /** Every request that arrived, once, in order, with the identities that the processor was told. */
  requests(): readonly ProcessorErasureRequest[];
  /** From now on the request is done, or refused. */
  settle(requestId: string, outcome: 'completed' | 'refused'): void;
  /** The next call arrives, and its answer gets lost. */
  loseNextAnswer(): void;
}

/** How a {@link recordingProcessor} differs from others. */
export interface RecordingProcessorOptions {
  /** `recording` by default. */
  readonly name?: string;
  /** Pseudonym and email address by default. */
  readonly knowsBy?: readonly ProcessorIdentifier[];
  /** When it says that it will be done; it does not say by default. */
  readonly expectedBy?: Instant;
}

/** A {@link RecordingProcessor} that holds `dataProcessorContract`, with no requests yet. Nobody settles them but the test. */
export function recordingProcessor(options: RecordingProcessorOptions = {}): RecordingProcessor {
  const { name = 'recording', knowsBy = ['subject', 'email'], expectedBy = null } = options;
  const books = new Map<string, { readonly request: ProcessorErasureRequest; status: ProcessorStatus }>();
  let losing = false;

  function answer(status: ProcessorStatus): ReturnType<DataProcessor['statusOf']> {
    const lost = losing;
    losing = false;
    return lost ? errAsync(portFailure('DataProcessor', true)) : okAsync(status);
  }

  return {
    name,
    knowsBy,
    residency: onThisMachine,
    requestErasure: (request) => {
      const identities = request.identities.filter(({ kind }) => knowsBy.includes(kind));
      if (identities.length === 0) return errAsync(portFailure('DataProcessor', false));
      const book = books.get(request.requestId) ?? {
        request: structuredClone({ ...request, identities }),
        status: { kind: 'pending', expectedBy },
      };
      books.set(request.requestId, book);
      return answer(book.status);
    },
    statusOf: (requestId) => answer(books.get(requestId)?.status ?? { kind: 'unknown' }),
    requests: () => [...books.values()].map(({ request }) => structuredClone(request)),
    settle: (requestId, outcome) => {
      const book = books.get(requestId);
      if (book === undefined) throw new Error('This request did not arrive');
      book.status = { kind: outcome };
    },
    loseNextAnswer: () => {
      losing = true;
    },
  };
}
