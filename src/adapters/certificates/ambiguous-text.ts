/** Why two programs may read the same JSON text differently (RFC 8259, sections 4 and 6). */
export type Ambiguity =
  /** An object has the same name twice: some read the first value, some the last. */
  | 'name-twice'
  /** A number is written as no program would write it, and may be read with other digits. */
  | 'number-form';

/** What is ambiguous, and in which section of the document; null where it is a section's own name. */
export interface AmbiguousPlace {
  readonly ambiguity: Ambiguity;
  readonly section: string | null;
}

/** Strings, structure, and whatever else stands between them: numbers and the three literals. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/**
 * Finds what a parser of JSON passes over in silence. A digest is made of what was parsed, so a value that the parser
 * dropped, or digits that it rounded away, would stand in a genuine document without anybody having signed them.
 *
 * The text must be JSON: whoever calls has parsed it.
 */
export function ambiguousPlaces(text: string): readonly AmbiguousPlace[] {
  const found: AmbiguousPlace[] = [];
  /** The names that each open object has so far; null for a list. */
  const open: (Set<string> | null)[] = [];
  let section: string | null = null;
  let pending: string | null = null;
  for (const [part] of text.matchAll(token)) {
    const names = open.at(-1);
    if (part === '{') open.push(new Set());
    else if (part === '[') open.push(null);
    else if (part === '}' || part === ']') open.pop();
    else if (part === ':' && names && pending !== null) {
      const isSection = open.length === 1;
      if (isSection) section = pending;
      if (names.has(pending)) found.push({ ambiguity: 'name-twice', section: isSection ? pending : section });
      names.add(pending);
    } else if (/^[-\d]/.test(part) && part !== JSON.stringify(Number(part))) {
      found.push({ ambiguity: 'number-form', section });
    }
    pending = part.startsWith('"') ? textOf(part) : null;
  }
  return found;
}

function textOf(literal: string): string {
  return JSON.parse(literal) as string; // sound: a string of a text that was parsed before
}
