import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';

/** Who vouches for the person: the issuer identifier of an OpenID provider, such as `https://accounts.google.com`. */
export type Issuer = Brand<string, 'Issuer'>;
/** The name under which the issuer knows the person: the `sub` claim. Unique within the issuer only. */
export type ProviderSubject = Brand<string, 'ProviderSubject'>;

/**
 * A person as a third party knows them (POLICY.md C03; OpenID Connect Core 1.0, section 2): issuer and subject together,
 * compared as they are, character by character.
 *
 * The card number guard does not look at it. Both parts come out of a token that the provider signed, so nobody types them,
 * and honest ones are long numbers: Google's subjects have 21 digits.
 */
export interface ThirdPartyIdentity {
  readonly issuer: Issuer;
  readonly providerSubject: ProviderSubject;
}

/**
 * Whether a host may call a provider so: 1 to 40 lower-case letters and single hyphens between them, such as `google`. No
 * digits, so that no number of any kind fits in.
 */
export function isProviderName(text: string): boolean {
  return typeof text === 'string' && text.length <= 40 && /^[a-z]+(?:-[a-z]+)*$/.test(text);
}

/** One of the two parts has not the form it must have. */
export interface InvalidThirdPartyIdentity {
  readonly kind: 'InvalidThirdPartyIdentity';
  readonly reason: 'issuer' | 'provider-subject';
}

/** Smart constructor: accepts the `iss` and `sub` claims of an ID token that was verified before. */
export const ThirdPartyIdentity = {
  /**
   * The issuer is an https URL in its canonical spelling, without user, query or fragment, of at most 200 characters; the
   * subject is 1 to 255 printable ASCII characters.
   */
  parse(identity: {
    readonly issuer: string;
    readonly providerSubject: string;
  }): Result<ThirdPartyIdentity, InvalidThirdPartyIdentity> {
    const { issuer, providerSubject } = identity;
    if (!isIssuer(issuer)) return err({ kind: 'InvalidThirdPartyIdentity', reason: 'issuer' });
    if (!isProviderSubject(providerSubject)) {
      return err({ kind: 'InvalidThirdPartyIdentity', reason: 'provider-subject' });
    }
    return ok({ issuer, providerSubject });
  },

  /** One text for both parts, each with its length before it: no two identities share one, whatever they hold. */
  normalised(identity: ThirdPartyIdentity): string {
    const { issuer, providerSubject } = identity;
    return `${issuer.length}:${issuer}${providerSubject.length}:${providerSubject}`;
  },

  /** Whether both are one person at one provider. */
  same(one: ThirdPartyIdentity, other: ThirdPartyIdentity): boolean {
    return one.issuer === other.issuer && one.providerSubject === other.providerSubject;
  },
};

function isIssuer(text: string): text is Issuer {
  if (typeof text !== 'string' || text.length > 200 || !/^https:\/\/[^?#@\\]+$/.test(text)) return false;
  if (!URL.canParse(text)) return false;
  // Two spellings of one issuer would be two accounts: only the one that a URL parser gives back is taken.
  const { href } = new URL(text);
  return href === text || href === `${text}/`;
}

function isProviderSubject(text: string): text is ProviderSubject {
  return typeof text === 'string' && /^[!-~]{1,255}$/.test(text);
}
