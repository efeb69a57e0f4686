import { originBoundCode } from '../../domain/notice/origin-bound-code.ts';
import type { Sender } from '../templates/index.ts';
import { type ReadSetting, type ReportSetting, settings } from './settings.ts';

/** Reads what messages say of the company. */
export function senderIn(read: ReadSetting, report: ReportSetting): Sender {
  const sender = {
    issuer: read(settings.issuer)
      .split(';')
      .map((part) => part.trim()),
    vatId: read(settings.vatId),
    support: read(settings.support),
    paymentDetailsUrl: read(settings.paymentPage),
    timeZone: read(settings.timeZone),
    codeOrigin: read(settings.codeOrigin) || null,
  };
  if (sender.paymentDetailsUrl !== '' && !isHttpsUrl(sender.paymentDetailsUrl)) {
    report(settings.paymentPage, 'is not an https address');
  }
  if (sender.codeOrigin !== null && !isCodeOrigin(sender.codeOrigin)) {
    report(settings.codeOrigin, 'is no host name such as app.example.com, short enough for a text message');
  }
  return sender;
}

/**
 * What a text message of a code of 8 digits says at most, in characters, before the line for phones. A test holds it to the
 * templates.
 */
const longestSentence = 78;

function isCodeOrigin(origin: string): boolean {
  return originBoundCode({ code: '00000000', sentence: 'x'.repeat(longestSentence), origin }).isOk();
}

function isHttpsUrl(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}
