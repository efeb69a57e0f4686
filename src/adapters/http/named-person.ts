import { z } from 'zod';
import type { NamedPerson } from '../../application/privacy/named-person.ts';
import { text } from './asked.ts';

/** A contact by which staff looks for somebody: it stands in a body and never in an address. */
export const contact: z.ZodType<Exclude<NamedPerson, { readonly subject: string }>> = z.union([
  z.strictObject({ phone: text }),
  z.strictObject({ email: text }),
]);

/** A person as staff names one: by a contact or by the pseudonym. */
export const person: z.ZodType<NamedPerson> = z.union([contact, z.strictObject({ subject: text })]);
