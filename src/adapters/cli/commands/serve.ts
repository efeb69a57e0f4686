import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Tariff } from '../../../domain/order/tariff.ts';
import type { HttpOptions, NotListening } from '../../http/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { wholeNumber } from '../option-values.ts';
import { type Shell, stop } from '../shell.ts';
import { type RecogniseStation, readStationFile } from '../station-file.ts';
import { readTariffFile } from '../tariff-file.ts';

/** `joos serve`: the HTTP adapter on a port of this machine. */
export function serveCommand(shell: Shell): CommandUnknownOpts {
  return new Command('serve')
    .description('answer HTTP requests until it is told to stop')
    .option('--port <port>', 'port to listen on; 0 takes a free one', wholeNumber(shell, '--port', 0, 65_535), 8080)
    .option('--host <host>', 'address to listen on; a proxy with TLS belongs in front of it', '127.0.0.1')
    .option('--tariff <file>', 'JSON file with the tariff; without it nobody can rent')
    .option('--stations <file>', 'JSON file with a token for each station; without it nobody can return')
    .addHelpText(
      'after',
      `
The tariff: {"currency": "EUR", "unlockFeeMinor": 100, "unitPriceMinor": 50,
"unitMinutes": 30, "dailyCapMinor": 900, "lossFeeMinor": 3900, "vatPercent": 19}
The stations: {"FRA-0042": "a random token of 32 characters or more"}
Support works by \`joos user\`; third-party login needs a host of your own.

Where it is configured, Stripe tells what happened by POST /v1/webhooks/cards,
and Amazon SNS tells of bounces by POST /v1/webhooks/mail; both are verified by
signature. People leave the newsletter by /v1/unsubscribe/TOKEN.

The address goes to standard error once it answers. SIGTERM and SIGINT let
requests under way end. Notices are sent by \`joos worker\`, which runs beside it.

Example:
  joos serve --port 8080 --tariff tariff.json --stations stations.json`,
    )
    .action(async ({ port, host, tariff: tariffFile, stations }) => {
      const stopped = shell.stopped();
      const lent = lentBy(shell, tariffFile, stations);
      const { joos, ...told } = await openFromConfiguration(shell, 'info');
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

/** What the handler needs of a host before anybody can rent and return; ends the command where a file is wrong. */
function lentBy(
  shell: Shell,
  tariffFile: string | undefined,
  stations: string | undefined,
): Pick<HttpOptions, 'tariff' | 'station'> {
  return {
    ...(tariffFile === undefined ? {} : { tariff: tariffIn(shell, tariffFile) }),
    ...(stations === undefined ? {} : { station: stationsIn(shell, stations) }),
  };
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
