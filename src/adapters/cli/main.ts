#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { bugInWords } from './bug.ts';
import { exitCodes } from './exit-codes.ts';
import { run } from './program.ts';

// `node:sqlite` is still marked as experimental in the versions of Node that we support; its warning is of no use to operators.
const warnings = process.listeners('warning');
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') {
    for (const listener of warnings) {
      listener(warning);
    }
  }
});

// Node itself would print the message of what nobody caught, and with it what it quotes.
process.on('uncaughtException', (problem) => {
  process.stderr.write(`joos: ${bugInWords(problem)}\n`);
  process.exit(exitCodes.bug);
});

// Whoever reads may have enough after the first lines (`joos --help | head -3`).
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => {
    process.exit(process.exitCode);
  });
}

// As package.json has it under `engines`; without `node:sqlite` what comes next would look like a bug of ours.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write('joos: this needs Node 22.18 or newer\n');
  process.exit(exitCodes.configuration);
}

process.exitCode = await run(process.argv.slice(2), {
  environment: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  ...(process.stderr.isTTY ? { overwrite: (line: string) => process.stderr.write(`\r\u001b[2K${line}`) } : {}),
  interactive: process.stdin.isTTY === true,
  readInput: () => text(process.stdin),
  openLog: async (level) => {
    const { pinoLog } = await import('../pino-log/index.ts');
    return pinoLog({ destination: { kind: 'stderr' }, level });
  },
  stopped: () =>
    new Promise((resolve) => {
      process.once('SIGTERM', resolve);
      process.once('SIGINT', resolve);
    }).then(() => undefined),
});
