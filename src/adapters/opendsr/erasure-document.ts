import type { ProcessorErasureRequest, ProcessorIdentifier } from '../../application/ports/data-processor.ts';
import { Instant } from '../../domain/instant.ts';

/** How a processor wants people to be named. */
export interface Naming {
  readonly knowsBy: readonly ProcessorIdentifier[];
  /** The processor's OpenDSR domain, which keys its extension. */
  readonly domain: string;
  /** Its word for a phone number. */
  readonly phoneIdentityType: string;
}

/** OpenDSR 2.0, section 5.1, has a type for these two; a phone number has none and goes into the extension. */
const identityTypes = { subject: 'controller_customer_id', email: 'email' } as const;

/**
 * The body of an erasure request (OpenDSR 2.0, section 7.1), as JSON; null if the processor knows the person by none of the
 * identities. It asks for no callbacks: the status is fetched.
 */
export function erasureDocument(request: ProcessorErasureRequest, naming: Naming): string | null {
  const known = request.identities.filter(({ kind }) => naming.knowsBy.includes(kind));
  const identities = known.flatMap(({ kind, value }) =>
    kind === 'phone'
      ? []
      : [{ identity_type: identityTypes[kind], identity_value: value, identity_format: 'raw' as const }],
  );
  const phones = known.flatMap(({ kind, value }) =>
    kind === 'phone' ? [{ identity_type: naming.phoneIdentityType, identity_value: value }] : [],
  );
  if (known.length === 0) return null;
  return JSON.stringify({
    regulation: 'gdpr',
    subject_request_id: request.requestId,
    subject_request_type: 'erasure',
    submitted_time: Instant.toISOString(request.submittedAt),
    ...(identities.length === 0 ? {} : { subject_identities: identities }),
    api_version: '2.0',
    ...(phones.length === 0 ? {} : { extensions: { [naming.domain]: { identities: phones } } }),
  });
}
