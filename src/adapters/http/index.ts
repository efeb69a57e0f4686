/**
 * The core over HTTP: one Fetch handler, and a server for hosts that have none.
 *
 * @module
 */
export { httpHandler } from './http-handler.ts';
export type { HttpHandler, HttpOptions, Peer, StationIdentity } from './http-options.ts';
export type { HttpRooms } from './http-rooms.ts';
export type { Problem } from './problem.ts';
export { type HttpServer, type NotListening, type ServeOptions, serveHttp } from './serve.ts';
