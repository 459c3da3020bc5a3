import net from 'node:net';

/** An answer to a request of the load generator. */
export interface Answered {
  readonly status: number;
  readonly body: string;
}

/**
 * POSTs JSON over kept connections, written by hand on sockets: the load generator shares two cores with the server it
 * measures, and Node's own client costs as much as the baseline's server. Answers carry a content-length.
 */
export function post(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
  const { host, hostname, port, pathname } = new URL(url);
  const text = JSON.stringify(body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return connectionTo(hostname, Number(port)).send(
    `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n${lines.join('')}\r\n${text}`,
  );
}

const free = new Map<string, Connection[]>();

function connectionTo(host: string, port: number): Connection {
  const key = `${host}:${port}`;
  const idle = free.get(key) ?? [];
  free.set(key, idle);
  return idle.pop() ?? connect(host, port, idle);
}

interface Connection {
  send(request: string): Promise<Answered>;
}

/** One connection carries one request at a time. */
function connect(host: string, port: number, idle: Connection[]): Connection {
  const socket = net.connect({ host, port, noDelay: true });
  let waiting: { resolve(answered: Answered): void; reject(error: Error): void } | undefined;
  let heard = '';
  const lost = () => {
    waiting?.reject(new Error('The server closed the connection.'));
    waiting = undefined;
    const at = idle.indexOf(self);
    if (at >= 0) idle.splice(at, 1);
  };
  socket.setEncoding('latin1');
  socket.on('error', lost);
  socket.on('close', lost);
  socket.on('data', (chunk: string) => {
    heard += chunk;
    const end = heard.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(heard.slice(0, end))?.[1] ?? 0);
    if (heard.length < end + 4 + length) return;
    const body = Buffer.from(heard.slice(end + 4, end + 4 + length), 'latin1').toString('utf8');
    const answered = { status: Number(heard.slice(9, 12)), body };
    heard = '';
    const { resolve } = waiting!;
    waiting = undefined;
    idle.push(self);
    resolve(answered);
  });
  const self: Connection = {
    send(request) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      });
    },
  };
  return self;
}
