import type { LogEvent, LogFields } from '../../application/ports/log.ts';

type Check = (value: unknown) => boolean;

const isId: Check = (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
const isWord: Check = (value) => typeof value === 'string' && /^[A-Za-z][A-Za-z-]{0,39}$/.test(value);
const isRule: Check = (value) => typeof value === 'string' && /^[a-z][a-z0-9-]{0,39}$/.test(value);
const isCount: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isFlag: Check = (value) => typeof value === 'boolean';

/** What each field may hold: the types of the port once more, for callers whose compiler did not look. */
const checks: Readonly<Record<keyof LogFields, Check>> = {
  port: isWord,
  retryable: isFlag,
  order: isId,
  payment: isId,
  notice: isId,
  erasure: isId,
  method: isWord,
  risk: isWord,
  rule: isRule,
  count: isCount,
  tries: isCount,
  durationMs: isCount,
  status: isCount,
};

/** The line of an event: its name and, of the fields, those of the closed list that hold what they should. */
export function closedFields(event: LogEvent, fields: LogFields): Readonly<Record<string, unknown>> {
  const line: Record<string, unknown> = { event: isWord(event) ? event : 'unknown' };
  for (const [name, value] of Object.entries(fields)) {
    const check: Check | undefined = Object.hasOwn(checks, name) ? checks[name as keyof LogFields] : undefined; // sound: just checked
    if (check?.(value) === true) line[name] = value;
  }
  return line;
}
