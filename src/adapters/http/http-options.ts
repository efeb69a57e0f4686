import type { Log } from '../../application/ports/log.ts';
import type { CardEvents, MailEvents } from '../../application/ports/provider-events.ts';
import type { Instant } from '../../domain/instant.ts';
import type { StationId } from '../../domain/order/station-id.ts';
import type { Language } from '../../domain/user/language.ts';

/** Which station is at the other end, as the host made sure. */
export interface StationIdentity {
  /** As `StationId.parse` takes it, such as `FRA-0042`. */
  readonly station: string;
}

/** Who is at the other end of the connection, as far as whoever serves the handler can tell. */
export interface Peer {
  /** The address of the socket: that of a proxy, where one stands before. */
  readonly ip: string | null;
}

/** The core as a Fetch handler. `serveHttp` says who is at the other end; another server may. */
export type HttpHandler = (request: Request, peer?: Peer) => Promise<Response>;

/**
 * What the host lends the handler. Each function that is left out takes its routes along: they answer 404, as if they were
 * not there. A function that answers null refuses; one that throws is a bug and answers 500.
 */
export interface HttpOptions {
  /** Nothing is logged by default. */
  readonly log?: Log;
  /** For who asks for none that we write; English by default. */
  readonly language?: Language;
  /**
   * Opens the routes below `/v1/staff`, by which staff signs in at your company's provider, and those below `/v1/support`, which
   * ask for a session of the staff. Off by default; best on an address that the internet does not reach.
   */
  readonly staff?: boolean;
  /** Says which station asks; opens the return of power banks. */
  readonly station?: (request: Request) => Promise<StationIdentity | null>;
  /**
   * From which IP address a request comes, by which the budgets of codes are counted; null where it cannot be told. The second
   * argument is the address of the socket, null where nobody said it, and is what counts without this function.
   *
   * Behind a proxy the socket's is the proxy's, for everybody: name the header here that the proxy sets, and only if the socket
   * is the proxy's. A header is what a client likes unless a proxy of yours writes it, so none is trusted by itself (ASVS 5,
   * 4.1.3). Behind a server other than `serveHttp`, without this function, there is no address, and no budget by network.
   */
  readonly clientIp?: (request: Request, socketIp: string | null) => string | null;
  /**
   * The origin that browsers know the handler by, such as `https://app.joos.example`, where it is not that of the request as it
   * comes in: behind a proxy that ends TLS. Requests that go by a cookie are taken from pages of this origin alone.
   */
  readonly publicOrigin?: string;
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
