import type { ServiceIdentifier } from 'inversify';
import type { Ports } from '../../application/ports/ports.ts';
import type { Rooms } from '../../application/rooms.ts';

/** Keeps the type of what is bound: an annotated `Symbol()` would narrow to `symbol`, and the compiler's check with it. */
const token = <Service>(name: string): ServiceIdentifier<Service> => Symbol(name);

type TokensOf<Services> = { readonly [Name in keyof Services]: ServiceIdentifier<Services[Name]> };

/** One token a port: what use cases need of the outside. */
export const portTokens: TokensOf<Ports> = {
  store: token('store'),
  vault: token('vault'),
  rotation: token('rotation'),
  indexRotation: token('indexRotation'),
  certificates: token('certificates'),
  audit: token('audit'),
  auditSeals: token('auditSeals'),
  deadline: token('deadline'),
  hashing: token('hashing'),
  clock: token('clock'),
  ids: token('ids'),
  randomness: token('randomness'),
  mailer: token('mailer'),
  sms: token('sms'),
  templates: token('templates'),
  identities: token('identities'),
  staffIdentities: token('staffIdentities'),
  risk: token('risk'),
  processor: token('processor'),
  processors: token('processors'),
  archive: token('archive'),
  log: token('log'),
  business: token('business'),
};

/** One token a room: the use cases that a host calls. */
export const roomTokens: TokensOf<Rooms> = {
  accounts: token('accounts'),
  consents: token('consents'),
  cards: token('cards'),
  orders: token('orders'),
  payments: token('payments'),
  notices: token('notices'),
  privacy: token('privacy'),
  support: token('support'),
  staff: token('staff'),
  worker: token('worker'),
  audit: token('audit-room'),
  keys: token('keys'),
};

/** All ports as one, for rooms: a room hands each use case the few that it names. */
export const allPorts: ServiceIdentifier<Ports> = token('ports');
