import type { Rooms } from '../../application/rooms.ts';

/** The rooms that HTTP opens; the worker's is not among them. */
export type HttpRooms = Omit<Rooms, 'worker'>;
