import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import localSes from 'aws-ses-v2-local';
import { z } from 'zod';

/** A mail as the local SES v2 server took it. */
const storedMail = z.object({
  from: z.string(),
  destination: z.object({ to: z.array(z.string()), cc: z.array(z.string()), bcc: z.array(z.string()) }),
  replyTo: z.array(z.string()),
  subject: z.string(),
  body: z.object({ html: z.string().optional(), text: z.string().optional() }),
  attachments: z.array(z.object({ filename: z.string(), contentType: z.string(), content: z.string() })),
  headers: z.array(z.unknown()).optional(),
});
export type StoredMail = z.infer<typeof storedMail>;

/** An SES v2 server on a free loopback port, and what it took since it was opened. */
export interface LocalSes {
  readonly url: string;
  readonly mails: () => Promise<readonly StoredMail[]>;
  readonly close: () => Promise<void>;
}

export async function openLocalSes(): Promise<LocalSes> {
  const server: Server = await localSes.default({ host: '127.0.0.1', port: 0 });
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const url = `http://127.0.0.1:${port}`;
  // All servers of a process share one store.
  await fetch(`${url}/clear-store`, { method: 'POST' });
  return {
    url,
    mails: async () => {
      const response = await fetch(`${url}/store`);
      return z.object({ emails: z.array(storedMail) }).parse(await response.json()).emails;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
