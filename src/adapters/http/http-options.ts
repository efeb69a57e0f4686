import type { Log } from '../../application/ports/log.ts';
import type { CardEvents, MailEvents } from '../../application/ports/provider-events.ts';
import type { Instant } from '../../domain/instant.ts';
import type { StationId } from '../../domain/order/station-id.ts';
import type { Language } from '../../domain/user/language.ts';

/** Who of the staff is at the other end, as the host made sure: a named individual (POLICY.md C20, C21). */
export interface StaffIdentity {
  /** As `StaffId.parse` takes it, such as `kim.lee`. */
  readonly staff: string;
}

/** Which station is at the other end, as the host made sure. */
export interface StationIdentity {
  /** As `StationId.parse` takes it, such as `FRA-0042`. */
  readonly station: string;
}

/** What a client shows to prove a third-party login. */
export interface PresentedCredential {
  /** The host's name for the provider. */
  readonly provider: string;
  /** An ID token, an authorisation code, or whatever else the host knows how to verify. */
  readonly credential: string;
}

/** An identity that the host verified with its provider. */
export interface ProvedIdentity {
  readonly issuer: string;
  readonly providerSubject: string;
}

/**
 * What the host lends the handler. Each function that is left out takes its routes along: they answer 404, as if they were
 * not there. A function that answers null refuses; one that throws is a bug and answers 500.
 */
export interface HttpOptions {
  /** Nothing is logged by default. */
  readonly log?: Log;
  /** For who asks for none that we write; English by default. */
  readonly language?: Language;
  /** Says who of the staff asks; opens the routes below `/v1/support`. */
  readonly staff?: (request: Request) => Promise<StaffIdentity | null>;
  /** Says which station asks; opens the return of power banks. */
  readonly station?: (request: Request) => Promise<StationIdentity | null>;
  /** Verifies a third-party login; opens the logging in with one. */
  readonly identity?: (presented: PresentedCredential) => Promise<ProvedIdentity | null>;
  /** The price list of a station, null where there is no such station; opens renting: no client names its own price. */
  readonly tariff?: (station: StationId) => Promise<unknown>;
  /**
   * Lets apps post the whole number of a card, for the simulated cards alone: with a real processor its own form takes the
   * number, and whoever posts a reference here has proved nothing. Off by default; opens `POST /v1/cards`.
   */
  readonly takesCardNumbers?: boolean;
  /** Tells what the card processor sends from what others do, such as `stripeEvents`; opens its webhook. */
  readonly cardEvents?: CardEvents;
  /** Tells what the mail provider sends from what others do, such as `sesEvents`; opens its webhook. */
  readonly mailEvents?: MailEvents;
  /** By which webhooks are held to be recent; the clock of the machine by default. */
  readonly now?: () => Instant;
  /** Sees what was thrown behind a 500, for a debugger: it may quote personal values, so no log may have it. */
  readonly onBug?: (cause: unknown) => void;
}
