import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';

/** What is wrong with a file, a problem a field, to be said after the name of the setting; no value of it is quoted. */
export type FileProblems = readonly [string, ...string[]];

/** What a shape says of a value that does not fit, such as `is no text`. */
export type Misfit = { readonly error: (issue: { readonly input?: unknown; readonly code: string }) => string };

/** Reads a JSON file of a shape whose every part has words of its own, by {@link misfit}: those of zod quote what they refuse. */
export function readJsonFile<Shape>(path: string, shape: z.ZodType<Shape>): Result<Shape, FileProblems> {
  const content = jsonIn(path);
  if (content === undefined) return err(['names no file that can be read as JSON']);
  const read = shape.safeParse(content);
  return read.success ? ok(read.data) : err(problemsIn(read.error.issues));
}

/** The words for a part of a shape, and for one that is what it should be but for a name in it, or a choice. */
export function misfit(words: string, within: string = words): Misfit {
  return {
    error: ({ input, code }) => {
      if (input === undefined) return 'is missing';
      return isWithin.has(code) ? within : words;
    },
  };
}

const isWithin: ReadonlySet<string> = new Set(['invalid_key', 'unrecognized_keys', 'invalid_union']);

/** The text of a file without space around it; null if it cannot be read. */
export function textIn(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(textIn(path) ?? '');
  } catch {
    return undefined; // the cause quotes the file
  }
}

function problemsIn(issues: readonly z.core.$ZodIssue[]): FileProblems {
  const [first = 'names a file that cannot be meant', ...more] = new Set(issues.map(inWords));
  return [first, ...more];
}

/** A name in the path is one of ours, or one that the shape allows: a name that it refuses is left out. */
function inWords({ path, code, message }: z.core.$ZodIssue): string {
  const shown = code === 'invalid_key' ? path.slice(0, -1) : path;
  return `names a file in which ${shown.length === 0 ? 'the whole' : shown.map(String).join('.')} ${message}`;
}
