// https in front of the local pool, which speaks http only: Amplify gives the hosted UI no other scheme.

import { once } from "node:events";
import { request } from "node:http";
import { createServer } from "node:https";
import { pipeline } from "node:stream";
import { generate } from "selfsigned";

/** Listens on a random port of localhost, with a self-signed certificate. */
export async function startTlsFront(target) {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }]);
  const server = createServer({ key, cert }, (incoming, answer) => {
    const { method, headers } = incoming;
    const outgoing = request(new URL(incoming.url, target), { method, headers }, (response) => {
      answer.writeHead(response.statusCode, response.headers);
      pipeline(response, answer, () => {});
    });
    pipeline(incoming, outgoing, (error) => error && answer.destroy());
  });
  await once(server.listen(0, "localhost"), "listening");
  return {
    url: `https://localhost:${server.address().port}`,
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
