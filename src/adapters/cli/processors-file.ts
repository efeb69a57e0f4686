import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { DataProcessor } from '../../application/ports/data-processor.ts';
import { err, ok, type Result } from '../../domain/result.ts';

/** The file cannot be read, is no JSON list of processors, or one in it cannot be meant. It names no content. */
export interface InvalidProcessorsFile {
  readonly kind: 'InvalidProcessorsFile';
}

const processors = z.array(
  z.strictObject({
    name: z.string(),
    endpoint: z.string(),
    knowsBy: z.array(z.enum(['subject', 'email', 'phone'])).min(1),
    apiKeyFile: z.string().optional(),
    certificateFile: z.string().optional(),
    phoneIdentityType: z.string().optional(),
    region: z.string().nullable().optional(),
  }),
);

/**
 * Reads which companies process data on our behalf: a JSON list such as `[{"name": "help-desk", "endpoint":
 * "https://opendsr.example/v2", "region": "eu-central-1", "knowsBy": ["email"], "apiKeyFile": "/run/secrets/help-desk"}]`. Names are unique; secrets
 * stand in files of their own. The adapter is loaded only where there is a processor.
 */
export async function readProcessorsFile(
  path: string,
): Promise<Result<readonly DataProcessor[], InvalidProcessorsFile>> {
  try {
    const listed = processors.parse(JSON.parse(readFileSync(path, 'utf8')));
    if (new Set(listed.map(({ name }) => name)).size < listed.length) return err({ kind: 'InvalidProcessorsFile' });
    if (listed.length === 0) return ok([]);
    const { openDsrProcessor } = await import('../opendsr/index.ts');
    return ok(
      listed.map(({ name, endpoint, knowsBy, apiKeyFile, certificateFile, phoneIdentityType, region }) =>
        openDsrProcessor({
          name,
          endpoint,
          knowsBy,
          ...(apiKeyFile === undefined ? {} : { apiKey: readFileSync(apiKeyFile, 'utf8').trim() }),
          ...(certificateFile === undefined ? {} : { certificate: readFileSync(certificateFile, 'utf8') }),
          ...(phoneIdentityType === undefined ? {} : { phoneIdentityType }),
          ...(region === undefined ? {} : { region }),
        }),
      ),
    );
  } catch {
    return err({ kind: 'InvalidProcessorsFile' }); // the cause quotes the file
  }
}
