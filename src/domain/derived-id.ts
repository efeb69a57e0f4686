/**
 * An id (a UUID, version 4 by its shape; RFC 9562) that is always the same for the same id and name: whoever asks for the same
 * thing again, after a crash or twice at once, asks for it under the same id. It is the first id, which is random, with the
 * name mixed in. It is no secret and hides nothing.
 */
export function derivedId(id: string, name: string): string {
  const random = BigInt(`0x${id.replaceAll('-', '')}`);
  const mixed = ((random ^ fnv1a(name)) & ~fixedBits) | version4;
  const hex = mixed.toString(16).padStart(32, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The bits of a UUID that say its version and variant, and what they are in version 4. */
const fixedBits = 0xf000_c000_0000_0000_0000n;
const version4 = 0x4000_8000_0000_0000_0000n;

/** FNV-1a, 128 bits (draft-eastlake-fnv). */
function fnv1a(text: string): bigint {
  let hash = 0x6c62272e07bb014262b821756295c58dn;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(128, (hash ^ BigInt(byte)) * 0x0000000001000000000000000000013bn);
  }
  return hash;
}
