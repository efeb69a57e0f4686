import { Command, type CommandUnknownOpts, InvalidArgumentError } from '@commander-js/extra-typings';
import type { NotListening } from '../../http/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { Exit, type Shell } from '../shell.ts';

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
        const { httpHandler, serveHttp } = await import('../../http/index.ts');
        const listening = await serveHttp(httpHandler(joos, { log }), { port: listenOn, host });
        if (listening.isErr()) {
          shell.err(`joos: ${notListening[listening.error.reason]}`);
          throw new Exit(exitCodes.usage);
        }
        const server = listening.value;
        shell.err(`joos: listening on ${server.url}/v1`);
        await shell.stopped();
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

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new InvalidArgumentError('It must be a port from 0 to 65535.');
  }
  return number;
}
