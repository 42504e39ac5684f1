// A local pool of one's own: the program on a random port, its test controls, its outbox.

import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? path.join(root, "target");
const program = process.env.LOCAL_POOL ?? path.join(target, "debug/local-pool");
const seed = path.join(root, "end2end/contract/seed.toml");

/** What the seed has. */
export const seeded = {
  poolId: "eu-west-1_contract1",
  callback: "http://localhost:3999/callback",
  web: { id: "contractweb0000000000000000", secret: "s3cretoftheweb0application0of0the0contract0tests00x" },
  rotating: { id: "contractrotating00000000000", secret: "s3cretoftherotating0application0of0the0contract000x" },
  browser: { id: "contractbrowser000000000000" },
  strict: { id: "contractstrict0000000000000" },
  authjs: { id: "contractauthjs0000000000000", secret: "s3cretoftheauthjs0application0of0the0contract00000x" },
  machine: { id: "contractmachine000000000000", secret: "s3cretofthemachine0of0the0contract0tests0000000000x" },
  person: { name: "walrus@example.com", password: "Walrus-and-1871" },
  invited: { name: "gryphon@example.com", password: "Temporary-1871" },
  careful: { name: "turtle@example.com", password: "Mock-Turtle-1865" },
  /** A pool with an app and the same person and invited one, as Amplify's guide has it. */
  amplify: { poolId: "eu-west-1_contract3", id: "contractamplify000000000000" },
};

export async function startLocalPool(...options) {
  const child = spawn(program, ["--port", "0", "--test-controls", "--seed", seed, ...options], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, RUST_LOG: "error" },
  });
  const [greeting] = await once(createInterface({ input: child.stdout }), "line");
  const url = greeting.split(" ").at(-1).replace(/\/$/, "");
  const post = (page, body) =>
    fetch(url + page, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  return {
    url,
    issuer: `${url}/${seeded.poolId}`,
    advance: (seconds) => post("/_clock", { advance_seconds: seconds }),
    misbehave: (name, times = 1) => post("/_misbehave", { name, times }),
    async now() {
      return (await (await fetch(`${url}/_clock`)).json()).epoch_seconds;
    },
    async codeSentTo(address) {
      const messages = await (await fetch(`${url}/_inbox.json`)).json();
      return messages.findLast((message) => message.to === address).code;
    },
    async stop() {
      child.kill("SIGINT");
      const [code] = await once(child, "exit");
      if (code !== 0) throw new Error(`the local pool ended with ${code}`);
    },
  };
}
