#!/usr/bin/env node
import { text } from 'node:stream/consumers';
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

process.exitCode = await run(process.argv.slice(2), {
  environment: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  interactive: process.stdin.isTTY === true,
  readInput: () => text(process.stdin),
  stopped: () =>
    new Promise((resolve) => {
      process.once('SIGTERM', resolve);
      process.once('SIGINT', resolve);
    }).then(() => undefined),
});
