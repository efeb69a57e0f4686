import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { NotListening } from '../../http/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { wholeNumber } from '../option-values.ts';
import { type Shell, stop } from '../shell.ts';

/** `joos serve`: the HTTP adapter on a port of this machine. */
export function serveCommand(shell: Shell): CommandUnknownOpts {
  return new Command('serve')
    .description('answer HTTP requests until it is told to stop')
    .option('--port <port>', 'port to listen on; 0 takes a free one', wholeNumber(shell, '--port', 0, 65_535), 8080)
    .option('--host <host>', 'address to listen on; a proxy with TLS belongs in front of it', '127.0.0.1')
    .addHelpText(
      'after',
      `
The address goes to standard error once it answers. SIGTERM and SIGINT let
requests under way end. Notices are sent by \`joos worker\`, which runs beside it.

Example:
  joos serve --port 8080`,
    )
    .action(async ({ port, host }) => {
      const stopped = shell.stopped();
      const { joos, log } = await openFromConfiguration(shell, 'info');
      try {
        const { httpHandler, serveHttp } = await import('../../http/index.ts');
        const listening = await serveHttp(httpHandler(joos, { log }), { port, host });
        if (listening.isErr()) {
          stop(shell, exitCodes.usage, notListening[listening.error.reason]);
        }
        const server = listening.value;
        shell.err(`joos: listening on ${server.url}/v1`);
        await stopped;
        await server.close();
      } finally {
        await joos.close();
      }
    });
}

const notListening: Readonly<Record<NotListening['reason'], string>> = {
  'port-in-use': 'something else listens on this port already; choose another one with --port',
  'not-allowed': 'this port is not for everybody; choose one above 1023 with --port',
  'no-such-address': 'this machine has no such address; choose another one with --host',
};
