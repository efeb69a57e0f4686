import { createPrivateKey, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { type ClientAuth, ClientSecretBasic, ClientSecretPost, None } from 'openid-client';
import { minuteMs, secondMs } from '../../domain/instant.ts';
import type { OidcProvider, SignedSecret } from './provider.ts';

/** Proves at the token endpoint who the client is, for one request at a moment (milliseconds since 1970). */
export type Credentials = (nowMs: number) => Promise<ClientAuth>;

/** How long a secret that is signed for one request counts. */
const signedForMs = 5 * minuteMs;

/** Reads what the options say of the client, and refuses what cannot be meant. */
export function credentialsOf(
  { authentication, clientId, issuer }: Pick<OidcProvider, 'authentication' | 'clientId' | 'issuer'>,
  refuse: (what: string) => never,
): Credentials {
  switch (authentication.kind) {
    case 'none':
      return async () => None();
    case 'secret': {
      const { secret, sentIn = 'form' } = authentication;
      if (typeof secret !== 'string' || !/^[!-~]+$/.test(secret))
        refuse('its client secret is visible ASCII, without spaces and line breaks');
      return async () => (sentIn === 'form' ? ClientSecretPost(secret) : ClientSecretBasic(secret));
    }
    case 'signed-secret': {
      const { teamId, keyId } = authentication;
      if (![teamId, keyId].every((id) => /^[A-Z0-9]{10}$/.test(id))) {
        refuse('the ids of team and key are 10 capitals and digits each');
      }
      const key = p256KeyIn(authentication) ?? refuse('its private key is PKCS #8 in PEM, on the curve P-256');
      return async (nowMs) => {
        // Five minutes, of the six months that Apple allows: a secret that was seen is worth little.
        const secret = await new SignJWT({ iss: teamId, sub: clientId, aud: issuer })
          .setProtectedHeader({ alg: 'ES256', kid: keyId })
          .setIssuedAt(Math.floor(nowMs / secondMs))
          .setExpirationTime(Math.floor((nowMs + signedForMs) / secondMs))
          .sign(key);
        return ClientSecretPost(secret);
      };
    }
  }
}

function p256KeyIn({ privateKey }: SignedSecret): KeyObject | null {
  try {
    const key = createPrivateKey(privateKey);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null;
  } catch {
    return null; // its errors say nothing that the refusal does not
  }
}
