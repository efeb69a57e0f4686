import { expect, onTestFinished } from 'vitest';
import { joos } from './installation.ts';

/** A server that answers until the test is over. */
export async function served(
  environment: Readonly<Record<string, string>>,
  options: readonly string[] = [],
): Promise<string> {
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  const { promise: listens, resolve: found } = Promise.withResolvers<string>();
  const err = (line: string) => {
    const [, url] = /listening on (\S+)$/.exec(line) ?? [];
    if (url !== undefined) found(url);
  };
  const ran = joos(['serve', '--port', '0', ...options], { environment, err, stopped: () => stopped });
  onTestFinished(async () => {
    stop();
    expect((await ran).code).toBe(0);
  });
  return listens;
}
