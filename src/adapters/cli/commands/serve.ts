import { Command, type CommandUnknownOpts, InvalidArgumentError } from '@commander-js/extra-typings';
import { openFromConfiguration } from '../open-from-configuration.ts';
import type { Shell } from '../shell.ts';

/** `joos serve`: the HTTP adapter on a port of this machine. */
export function serveCommand(shell: Shell): CommandUnknownOpts {
  return new Command('serve')
    .description('answer HTTP requests')
    .option('--port <port>', 'port to listen on', port, 8080)
    .option('--host <host>', 'address to listen on; a proxy with TLS belongs in front of it', '127.0.0.1')
    .addHelpText('after', '\nExample:\n  joos serve --port 8080')
    .action(async ({ port: listenOn, host }) => {
      const { joos, log } = await openFromConfiguration(shell);
      try {
        const { httpHandler } = await import('../../http/index.ts');
        const { serveHttp } = await import('../../http/serve.ts');
        const server = await serveHttp(httpHandler(joos, { log }), { port: listenOn, host });
        shell.err(`joos: listening on http://${host}:${server.port}/v1`);
        await shell.stopped();
        await server.close();
      } finally {
        await joos.close();
      }
    });
}

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new InvalidArgumentError('It must be a port from 0 to 65535.');
  }
  return number;
}
