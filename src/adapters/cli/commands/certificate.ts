import { readFile, writeFile } from 'node:fs/promises';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { certificateDoesNotProve, certificateProves } from '../../../domain/deletion/certificate-claims.ts';
import { ErasureId } from '../../../domain/ids.ts';
import { certificateInWords } from '../certificate-in-words.ts';
import { exitCodes } from '../exit-codes.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { answer, Exit, refuse, type Shell, stop } from '../shell.ts';

/** `joos certificate verify|show|public-key`: what an erasure can show for itself, to whoever doubts it. */
export function certificateCommand(shell: Shell): CommandUnknownOpts {
  return new Command('certificate')
    .description('verify an erasure certificate offline, or hand one out')
    .addHelpText(
      'after',
      `
Example:
  joos certificate verify certificate.json --public-key joos.pem`,
    )
    .addCommand(verifyCommand(shell))
    .addCommand(showCommand(shell))
    .addCommand(publicKeyCommand(shell));
}

function verifyCommand(shell: Shell) {
  return new Command('verify')
    .description('say whether a certificate is genuine, and name each thing that is wrong')
    .argument('<file>', 'the certificate, as `joos certificate show` wrote it')
    .requiredOption('--public-key <file>', 'the public key of the installation, in PEM')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
It needs no settings, no database and no network. It exits 0 if the certificate
is genuine, and 1 if anything is wrong with it.

Example:
  joos certificate verify certificate.json --public-key joos.pem`,
    )
    .action(async (file, { publicKey, json }) => {
      const { describeFinding, genuineCertificate, verifyCertificate } = await import('../../certificates/index.ts');
      const text = await fileText(shell, file, 'the certificate');
      const pem = await fileText(shell, publicKey, 'the public key');
      const findings = verifyCertificate(text, pem);
      if (findings.some(({ kind }) => kind === 'NoPublicKey')) {
        stop(shell, exitCodes.usage, 'the file of --public-key holds no Ed25519 public key in PEM');
      }
      const certificate = genuineCertificate(text, pem);
      if (certificate === null) {
        const wrong = findings.map((finding) => ({ ...finding, words: describeFinding(finding) }));
        answer(shell, json, { genuine: false, findings: wrong }, notGenuine(wrong.map(({ words }) => words)));
        throw new Exit(exitCodes.found);
      }
      answer(
        shell,
        json,
        { genuine: true, findings: [], proves: certificateProves, doesNotProve: certificateDoesNotProve },
        ['This certificate is genuine.', '', ...certificateInWords(certificate), '', ...claims].join('\n'),
      );
    });
}

const claims: readonly string[] = [
  'What it proves:',
  ...certificateProves.map(listed),
  '',
  'What it does not prove:',
  ...certificateDoesNotProve.map(listed),
];

function notGenuine(words: readonly string[]): string {
  const count = words.length === 1 ? 'one thing is' : `${words.length} things are`;
  return [
    `This certificate is NOT genuine: ${count} wrong.`,
    ...words.map(listed),
    'As it stands it proves nothing.',
  ].join('\n');
}

function listed(sentence: string): string {
  return `  - ${sentence}`;
}

function showCommand(shell: Shell) {
  return new Command('show')
    .description('print the certificate of a finished erasure')
    .argument('<erasure>', 'the id of the erasure')
    .option('--out <file>', 'where to write it; an existing file is not replaced')
    .option('--json', 'print one JSON document, which a certificate is anyway')
    .addHelpText(
      'after',
      `
Example:
  joos certificate show 019391a5-5c00-7000-8000-000000000001 \\
    --out certificate.json`,
    )
    .action(async (erasure, { out, json }) => {
      if (ErasureId.parse(erasure).isErr()) stop(shell, exitCodes.usage, 'the argument is no erasure id');
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const found = await joos.privacy.erasureCertificate({ erasure });
        if (found.isErr()) return refuse(shell, json, found.error);
        await handOut(shell, found.value.document, out);
      } finally {
        await joos.close();
      }
    });
}

function publicKeyCommand(shell: Shell) {
  return new Command('public-key')
    .description('print the public key that certificates are verified with')
    .option('--out <file>', 'where to write it; an existing file is not replaced')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Publish it: with it, anybody can verify a certificate of this installation.

Example:
  joos certificate public-key --out joos.pem`,
    )
    .action(async ({ out, json }) => {
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const key = await joos.privacy.certificateKey();
        if (key.isErr()) return refuse(shell, json, key.error);
        if (json) answer(shell, json, key.value, '');
        else await handOut(shell, key.value.publicKeys, out);
      } finally {
        await joos.close();
      }
    });
}

/** Prints a text, or writes it to a file that is not there yet. */
async function handOut(shell: Shell, text: string, out: string | undefined): Promise<void> {
  if (out === undefined) {
    shell.out(text.trimEnd());
    return;
  }
  await writeFile(out, text, { flag: 'wx' }).catch(() =>
    stop(shell, exitCodes.usage, 'nothing can be written there; is the file there already?'),
  );
  shell.out('written');
}

/** Reads a file whole. What the system says of one that cannot be read quotes its name, which was typed. */
async function fileText(shell: Shell, file: string, what: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => stop(shell, exitCodes.unavailable, `the file of ${what} cannot be read`));
}
