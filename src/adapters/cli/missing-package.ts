/** The packages that a host may not need. */
const optionalPackages: readonly string[] = [
  'mysql2',
  'pino',
  'pdfkit',
  'hono',
  '@hono/node-server',
  '@aws-sdk/client-sesv2',
  '@aws-sdk/client-pinpoint-sms-voice-v2',
];

/** The optional package that an import did not find, or null: a command loads each when it needs it. */
export function missingPackage(problem: unknown): string | null {
  if (!(problem instanceof Error && 'code' in problem && problem.code === 'ERR_MODULE_NOT_FOUND')) return null;
  return (
    optionalPackages.find((name) => problem.message.startsWith(`Cannot find package '${name}' imported from`)) ?? null
  );
}
