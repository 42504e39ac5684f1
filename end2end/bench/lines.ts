/** Lines and processors that pages are measured on, slowed down by the browser's own tools. */

interface Network {
  offline: boolean;
  /** In milliseconds, to the server and back. */
  latency: number;
  /** In bytes a second; -1 is as fast as it goes. */
  downloadThroughput: number;
  uploadThroughput: number;
}

export interface Line {
  name: string;
  network: Network;
  /** How many times slower than this machine. */
  slowdown: number;
  /** Goals for a first load, in milliseconds. */
  painted?: number;
  alive?: number;
}

const kilobits = (rate: number) => (rate * 1000) / 8;

export const LOOPBACK: Network = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
/** As Lighthouse has it. */
export const SLOW_4G: Network = {
  offline: false,
  latency: 150,
  downloadThroughput: kilobits(1600),
  uploadThroughput: kilobits(750),
};
const SLOWEST: Network = {
  offline: false,
  latency: 400,
  downloadThroughput: kilobits(400),
  uploadThroughput: kilobits(400),
};

export const LINES: readonly [Line, ...Line[]] = [
  { name: 'loopback', network: LOOPBACK, slowdown: 1 },
  { name: 'Slow 4G, 4x slower CPU', network: SLOW_4G, slowdown: 4, painted: 1000, alive: 1600 },
  { name: '400 kbit/s, 6x slower CPU', network: SLOWEST, slowdown: 6, alive: 4000 },
];
