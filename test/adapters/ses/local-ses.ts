import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type * as LocalSesServer from 'aws-ses-v2-local';
import { z } from 'zod';

// It is a CommonJS module with a default export, which every tool hands over in another way.
const require = createRequire(import.meta.url);
const { default: startServer } = require('aws-ses-v2-local') as (typeof LocalSesServer)['default']; // the type is the one of this very name

/** A mail as the local SES v2 server took it. */
export interface StoredMail {
  readonly from: string;
  readonly destination: { readonly to: string[]; readonly cc: string[]; readonly bcc: string[] };
  readonly replyTo: string[];
  readonly subject: string;
  readonly body: { readonly html?: string | undefined; readonly text?: string | undefined };
  readonly attachments: { readonly filename: string; readonly contentType: string; readonly content: string }[];
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

const storedMail: z.ZodType<StoredMail> = z.object({
  from: z.string(),
  destination: z.object({ to: z.array(z.string()), cc: z.array(z.string()), bcc: z.array(z.string()) }),
  replyTo: z.array(z.string()),
  subject: z.string(),
  body: z.object({ html: z.string().optional(), text: z.string().optional() }),
  attachments: z.array(z.object({ filename: z.string(), contentType: z.string(), content: z.string() })),
  headers: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
});

/** An SES v2 server on a free loopback port, and what it took since it was opened. */
export interface LocalSes {
  readonly url: string;
  readonly mails: () => Promise<readonly StoredMail[]>;
  /** As if nothing had come yet. */
  readonly forget: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openLocalSes(): Promise<LocalSes> {
  const server: Server = await startServer({ host: '127.0.0.1', port: 0 });
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const url = `http://127.0.0.1:${port}`;
  const forget = async (): Promise<void> => {
    await fetch(`${url}/clear-store`, { method: 'POST' });
  };
  await forget(); // all servers of a process share one store
  return {
    url,
    mails: async () => {
      const response = await fetch(`${url}/store`);
      return z.object({ emails: z.array(storedMail) }).parse(await response.json()).emails;
    },
    forget,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
