/**
 * What was thrown where nothing should be thrown, as far as it may be told: its name and the place. Its message may quote
 * a person's values (a driver's does), so it is left out.
 */
export function bugInWords(problem: unknown): string {
  const kind = problem instanceof Error && /^\w{1,64}$/.test(problem.name) ? problem.name : typeof problem;
  return `this is a bug in joos (${kind}${placeOf(problem)}). The message is left out, since it may quote personal data.`;
}

/** The first line of the stack that names a place; the message, which may look like such a line, is cut off first. */
function placeOf(problem: unknown): string {
  if (!(problem instanceof Error)) return '';
  const { stack = '', message } = problem;
  const afterMessage = stack.indexOf(message);
  if (message !== '' && afterMessage === -1) return '';
  const frame = /^ {4}at (?:.*\()?((?:file:\/\/|node:|\/)[^\s()]+:\d+:\d+)\)?$/m.exec(
    stack.slice(afterMessage + message.length),
  );
  return frame?.[1] === undefined ? '' : ` at ${frame[1]}`;
}
