/** One part of a mail, read byte for byte (RFC 5322, RFC 2045): as much as a mail of ours may hold, and anything else throws. */
export interface Part {
  /** In their order, unfolded and not decoded. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Decoded by its transfer encoding; empty for a multipart. */
  readonly content: Buffer;
  readonly parts: readonly Part[];
}

/** Reads what came after DATA. */
export function partIn(bytes: Buffer): Part {
  const raw = bytes.toString('latin1');
  if (/[^\r]\n|\r[^\n]|^\n|\r$/.test(raw)) throw new Error('A line ends otherwise than by CR LF');
  if (raw.split('\r\n').some((line) => line.length > 998)) throw new Error('A line is longer than 998 characters');
  return partOf(raw);
}

function partOf(raw: string): Part {
  const end = raw.indexOf('\r\n\r\n');
  if (end === -1) throw new Error('The headers do not end');
  const headers = headersIn(raw.slice(0, end));
  const body = raw.slice(end + 4);
  const type = headerOf({ headers }, 'content-type') ?? '';
  const [, quoted, plain] = /^multipart\/[^;]+;\s*boundary=(?:"([^"]+)"|([^\s;"]+))$/.exec(type) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return { headers, content: decoded(body, { headers }), parts: [] };
  const [preamble = '', ...pieces] = `\r\n${body}`.split(`\r\n--${boundary}`);
  const last = pieces.pop();
  if (preamble.trim() !== '' || last?.trim() !== '--')
    throw new Error('A multipart does not begin or end as it should');
  return { headers, content: Buffer.alloc(0), parts: pieces.map((piece) => partOf(piece.replace(/^\r\n/, ''))) };
}

function headersIn(head: string): readonly (readonly [string, string])[] {
  return head
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
    .map((line) => {
      const [, name, value] = /^([\x21-\x39\x3b-\x7e]+):[ \t]*(.*)$/s.exec(line) ?? [];
      if (name === undefined || value === undefined) throw new Error('A line among the headers is none');
      if (/[^\x20-\x7e]/.test(value)) throw new Error(`The header ${name} is not ASCII`);
      return [name, value] as const;
    });
}

/** The one header of a name; null if there is none. */
export function headerOf({ headers }: Pick<Part, 'headers'>, name: string): string | null {
  const found = headers.filter(([one]) => one.toLowerCase() === name);
  if (found.length > 1) throw new Error(`There are ${found.length} headers ${name}`);
  return found[0]?.[1] ?? null;
}

function decoded(body: string, part: Pick<Part, 'headers'>): Buffer {
  const encoding = headerOf(part, 'content-transfer-encoding');
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding === 'quoted-printable') {
    return fromQuotedPrintable(body.replace(/[ \t]*=\r\n/g, (soft) => soft.slice(0, -3)));
  }
  if (encoding !== '7bit') throw new Error('A part has an encoding that is none of ours');
  if (/[^\t\r\n\x20-\x7e]/.test(body)) throw new Error('A 7bit part is not 7bit');
  return Buffer.from(body, 'latin1');
}

function fromQuotedPrintable(text: string): Buffer {
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  );
}

/** What a reader is shown of a header's text (RFC 2047). */
export function readableText(value: string): string {
  const word = /=\?utf-8\?([bq])\?([^? ]*)\?=/gi;
  return value
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(word, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : fromQuotedPrintable(text.replaceAll('_', ' ')).toString('utf8'),
    );
}

/** All parts without parts of their own, in order. */
export function leavesOf(part: Part): readonly Part[] {
  return part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf);
}
