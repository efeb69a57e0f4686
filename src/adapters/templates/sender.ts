/** Who writes: what every message and receipt says of the company. */
export interface Sender {
  /** The company as the law wants it on a receipt, with its address, one part a line. */
  readonly issuer: readonly string[];
  readonly vatId: string;
  /** Where a person gets help: an address or a page. */
  readonly support: string;
  /** The page where payment details are changed. */
  readonly paymentDetailsUrl: string;
  /** IANA name, such as `Europe/Berlin`: times are shown in it. */
  readonly timeZone: string;
  /**
   * The host name of the page where codes are typed in, such as `app.joos.example`: with it the text message of a code ends
   * in the line by which phones fill the code in there, and nowhere else. Null or absent: no such line.
   */
  readonly codeOrigin?: string | null;
}

/** What a click on the contact opens: a mail to an address, a page; null where the text is neither. */
export function contactUrl(support: string): string | null {
  if (/^https:\/\/\S+$/.test(support)) return support;
  return /^[^\s@:/]+@[^\s@:/]+$/.test(support) ? `mailto:${encodeURI(support)}` : null;
}
