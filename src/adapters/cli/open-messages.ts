import type { Log } from '../../application/ports/log.ts';
import type { Mailer } from '../../application/ports/mailer.ts';
import type { MailEvents } from '../../application/ports/provider-events.ts';
import type { SmsSender } from '../../application/ports/sms-sender.ts';
import type { MailLocation, SmsLocation, SmsProvider } from './message-places.ts';

/** Something that may hold connections open, by which a process would not end. */
export interface MayClose {
  close?(): void;
}

/** The mailer that the configuration names; only its own package is loaded. */
export async function mailerAt(mail: MailLocation): Promise<Mailer & MayClose> {
  switch (mail.kind) {
    case 'ses': {
      const { sesMailer } = await import('../ses/index.ts');
      const { from, region, configurationSet } = mail;
      return sesMailer({ from, region, ...(configurationSet === null ? {} : { configurationSet }) });
    }
    case 'smtp': {
      const { smtpMailer } = await import('../smtp/index.ts');
      const { host, port, security, login, from, region } = mail;
      return smtpMailer({
        host,
        port,
        security,
        from,
        ...(region === undefined ? {} : { region }),
        ...(login === null ? {} : { auth: login }),
      });
    }
    case 'folder': {
      const { outboxFolder } = await import('../outbox-folder/index.ts');
      return outboxFolder(mail.folder).mailer;
    }
  }
}

/** Who tells of bounces and complaints, where a topic is configured. */
export async function mailEventsOf(topics: readonly string[]): Promise<MailEvents | undefined> {
  if (topics.length === 0) return undefined;
  const { sesEvents } = await import('../ses/index.ts');
  return sesEvents({ topics });
}

/** The sender of text messages that the configuration names, with the one that takes over; the log says when it does. */
export async function smsAt(sms: SmsLocation, log: Log): Promise<SmsSender & MayClose> {
  if (sms.kind === 'folder') {
    const { outboxFolder } = await import('../outbox-folder/index.ts');
    return outboxFolder(sms.folder).sms;
  }
  const first = await providerAt(sms.first);
  if (sms.second === null) return first;
  const second = await providerAt(sms.second);
  const { smsWithFallback } = await import('../sms-fallback/index.ts');
  return {
    ...smsWithFallback({
      first,
      second,
      onChange: (state) => {
        if (state === 'open') log.write('warn', 'sms-fallback-began');
        if (state === 'closed') log.write('info', 'sms-fallback-ended');
      },
    }),
    close: () => {
      first.close?.();
      second.close?.();
    },
  };
}

async function providerAt(provider: SmsProvider): Promise<SmsSender & MayClose> {
  if (provider.kind === 'aws') {
    const { awsSmsSender } = await import('../sms-aws/index.ts');
    const { originationIdentity, region } = provider;
    return awsSmsSender({ originationIdentity, region });
  }
  const { twilioSms } = await import('../sms-twilio/index.ts');
  const { accountSid, credentials, sender, region } = provider;
  return twilioSms({ accountSid, credentials, sender, region });
}
