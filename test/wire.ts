import { connect, createServer, type Socket } from "node:net";

/** A connection to a server that a test can cut or stop, as networks do. */
export type Wire = {
  port: number;
  /** Closes open connections and refuses new ones until `mend`. */
  cut: () => void;
  /** Silently passes nothing in either direction until `mend`. */
  hold: () => void;
  mend: () => void;
  close: () => Promise<void>;
};

/** Opens a wire to a port of this machine. */
export async function layWire(to: number): Promise<Wire> {
  let state: "open" | "cut" | "held" = "open";
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    if (state === "cut") return near.destroy();
    const far = connect(to, "127.0.0.1");
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.on("data", (bytes) => other.write(bytes));
      if (state === "held") socket.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const each = (work: (socket: Socket) => void) => {
    for (const socket of sockets) work(socket);
  };
  return {
    port: typeof address === "object" && address ? address.port : 0,
    cut() {
      state = "cut";
      each((socket) => socket.destroy());
    },
    hold() {
      state = "held";
      each((socket) => socket.pause());
    },
    mend() {
      state = "open";
      each((socket) => socket.resume());
    },
    close: () => {
      each((socket) => socket.destroy());
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
