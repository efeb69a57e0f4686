/** The packages that a host may not need. */
const optionalPackages: readonly string[] = [
  'mysql2',
  'pino',
  'pdfkit',
  'dejavu-fonts-ttf',
  'nodemailer',
  'stripe',
  'twilio',
  'openid-client',
  'jose',
  'hono',
  '@hono/node-server',
  '@aws-sdk/client-sesv2',
  '@aws-sdk/client-pinpoint-sms-voice-v2',
  '@aws-sdk/client-kms',
  '@alicloud/kms20160120',
];

/** The optional package that an import did not find, or null: a command loads each when it needs it. */
export function missingPackage(problem: unknown): string | null {
  if (!(problem instanceof Error && 'code' in problem)) return null;
  switch (problem.code) {
    case 'ERR_MODULE_NOT_FOUND':
      return packageIn(problem.message, (name) => `Cannot find package '${name}' imported from`);
    case 'MODULE_NOT_FOUND': // where it is loaded by `require`
      return (
        packageIn(problem.message, (name) => `Cannot find module '${name}'\n`) ??
        packageIn(problem.message, (name) => `Cannot find module '${name}/`)
      );
    default:
      return null;
  }
}

function packageIn(message: string, beginning: (name: string) => string): string | null {
  return optionalPackages.find((name) => message.startsWith(beginning(name))) ?? null;
}
