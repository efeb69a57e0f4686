import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Tariff } from '../../../domain/order/tariff.ts';
import type { HttpOptions, NotListening } from '../../http/index.ts';
import { clientIpBy, isHeaderName } from '../client-ip.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { wholeNumber } from '../option-values.ts';
import { type Shell, stop } from '../shell.ts';
import { type RecogniseStation, readStationFile } from '../station-file.ts';
import { readTariffFile } from '../tariff-file.ts';
import { serveHelp } from './serve-help.ts';

/** `joos serve`: the HTTP adapter on a port of this machine. */
export function serveCommand(shell: Shell): CommandUnknownOpts {
  return new Command('serve')
    .description('answer HTTP requests until it is told to stop')
    .option('--port <port>', 'port to listen on; 0 takes a free one', wholeNumber(shell, '--port', 0, 65_535), 8080)
    .option('--host <host>', 'address to listen on; a proxy with TLS belongs in front of it', '127.0.0.1')
    .option('--tariff <file>', 'JSON file with the tariff; without it nobody can rent')
    .option('--stations <file>', 'JSON file with a token for each station; without it nobody can return')
    .option('--client-ip-header <name>', 'header in which a proxy of yours writes the address of who asks')
    .option('--public-origin <origin>', 'as browsers know it behind a proxy, such as https://app.example.com')
    .addHelpText('after', serveHelp)
    .action(async ({ port, host, ...options }) => {
      const stopped = shell.stopped();
      const lent = lentBy(shell, options);
      const { joos, staffProvider: _, ...told } = await openFromConfiguration(shell, 'info');
      try {
        const { httpHandler, serveHttp } = await import('../../http/index.ts');
        const listening = await serveHttp(httpHandler(joos, { ...told, ...lent }), { port, host });
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

interface Lending {
  readonly tariff?: string | undefined;
  readonly stations?: string | undefined;
  readonly clientIpHeader?: string | undefined;
  readonly publicOrigin?: string | undefined;
}

/**
 * What the handler needs of a host before anybody can rent and return, and to know who asks from where; ends the command where
 * a file or an option is wrong.
 */
function lentBy(
  shell: Shell,
  { tariff, stations, clientIpHeader, publicOrigin }: Lending,
): Pick<HttpOptions, 'tariff' | 'station' | 'clientIp' | 'publicOrigin'> {
  if (clientIpHeader !== undefined && !isHeaderName(clientIpHeader)) {
    stop(shell, exitCodes.usage, '--client-ip-header takes the name of a header, such as X-Forwarded-For');
  }
  if (publicOrigin !== undefined && !isOrigin(publicOrigin)) {
    stop(shell, exitCodes.usage, '--public-origin takes an origin such as https://app.example.com, without a path');
  }
  return {
    ...(tariff === undefined ? {} : { tariff: tariffIn(shell, tariff) }),
    ...(stations === undefined ? {} : { station: stationsIn(shell, stations) }),
    ...(clientIpHeader === undefined ? {} : { clientIp: clientIpBy(clientIpHeader) }),
    ...(publicOrigin === undefined ? {} : { publicOrigin }),
  };
}

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

function tariffIn(shell: Shell, path: string): () => Promise<Tariff> {
  const read = readTariffFile(path);
  if (read.isOk()) {
    return () => Promise.resolve(read.value);
  }
  const { error } = read;
  return stop(
    shell,
    exitCodes.usage,
    error.kind === 'InvalidTariff'
      ? `--tariff: these fields are wrong: ${Object.keys(error.fields).join(', ')}`
      : '--tariff: the file cannot be read as JSON',
  );
}

function stationsIn(shell: Shell, path: string): RecogniseStation {
  const read = readStationFile(path);
  return read.isOk()
    ? read.value
    : stop(
        shell,
        exitCodes.usage,
        '--stations: it is no JSON object of station ids and tokens of 32 characters or more',
      );
}

const notListening: Readonly<Record<NotListening['reason'], string>> = {
  'port-in-use': 'something else listens on this port already; choose another one with --port',
  'not-allowed': 'this port is not for everybody; choose one above 1023 with --port',
  'no-such-address': 'this machine has no such address; choose another one with --host',
};
