import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Socket } from 'node:net';

/** How the package connects: over TLS, and in tests without. Connections are kept between messages. */
export interface Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

/**
 * Agents that give up a connection, TLS included, that does not come about in time. The package knows one time-out for
 * all of a call, by which nobody could tell whether a message went out; this one ends with an error of `connect`, as
 * the operating system's own does.
 */
export function agentsFor(connectionTimeoutMs: number): Agents {
  return {
    httpAgent: impatient(new HttpAgent({ keepAlive: true }), 'connect', connectionTimeoutMs),
    httpsAgent: impatient(new HttpsAgent({ keepAlive: true }), 'secureConnect', connectionTimeoutMs),
  };
}

function impatient<Agent extends HttpAgent>(
  agent: Agent,
  whenConnected: 'connect' | 'secureConnect',
  timeoutMs: number,
): Agent {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    if (socket instanceof Socket) {
      const timer = setTimeout(() => socket.destroy(new ConnectionTimedOut()), timeoutMs);
      const stop = (): void => clearTimeout(timer);
      socket.once(whenConnected, stop).once('close', stop);
    }
    return socket;
  };
  return agent;
}

/** No connection came about in time. */
class ConnectionTimedOut extends Error {
  readonly code = 'ETIMEDOUT';
  readonly syscall = 'connect';

  constructor() {
    super('The connection did not come about in time');
  }
}
