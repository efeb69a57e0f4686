import type { MessageContent } from '../../src/application/ports/message-content.ts';
import type { MailExtras } from '../../src/application/ports/message-templates.ts';
import type { Ports } from '../../src/application/ports/ports.ts';
import { withPorts } from './privacy/erasing.ts';
import type { RentalWorld } from './rental-world.ts';

/** A message as the templates were asked for it. */
interface Rendered {
  readonly channel: 'email' | 'sms';
  readonly content: MessageContent;
  readonly language: string;
  /** Null in a text message, and in a mail that says nothing more. */
  readonly more: MailExtras | null;
}

/** The same world, whose templates remember what they were asked for; something may happen while a message is made. */
export function watched(
  world: RentalWorld,
  meanwhile: (content: MessageContent) => Promise<void> = () => Promise.resolve(),
): { readonly world: RentalWorld; readonly rendered: Rendered[] } {
  const rendered: Rendered[] = [];
  const { templates } = world.ports;
  const watching: Ports['templates'] = {
    mail: (content, language, more) => {
      rendered.push({ channel: 'email', content, language, more: more ?? null });
      return templates.mail(content, language, more).map(async (mail) => {
        await meanwhile(content);
        return mail;
      });
    },
    sms: (content, language) => {
      rendered.push({ channel: 'sms', content, language, more: null });
      return templates.sms(content, language);
    },
  };
  return { world: withPorts(world, { templates: watching }), rendered };
}
