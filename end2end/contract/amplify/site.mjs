// The site that uses Amplify: bundled as its authors would, served on a random port.

import { build } from "esbuild";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

const source = (name) => fileURLToPath(new URL(`site/${name}`, import.meta.url));

/** Contents by path: `/auth.js`, `/authenticator.js` and `/authenticator.css`. */
async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [source("auth.js"), source("authenticator.jsx")],
    outdir: "/",
    bundle: true,
    format: "esm",
    jsx: "automatic",
    minify: true,
    write: false,
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return new Map(outputFiles.map(({ path, contents }) => [path, contents]));
}

const page = (name) => `<!doctype html><html lang="en"><title>${name}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/authenticator.css">
<div id="root"></div><script type="module" src="/${name}.js"></script></html>`;

const pages = new Map([
  ["/", page("auth")],
  ["/authenticator", page("authenticator")],
]);

function typeOf(path) {
  if (path.endsWith(".js")) return "text/javascript";
  if (path.endsWith(".json")) return "application/json";
  return path.endsWith(".css") ? "text/css" : "text/html";
}

export async function startSite() {
  const files = new Map([...pages, ...(await bundle())]);
  const server = createServer((request, answer) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (!files.has(pathname)) return answer.writeHead(404).end();
    answer.writeHead(200, { "content-type": typeOf(pathname) }).end(files.get(pathname));
  });
  await once(server.listen(0, "localhost"), "listening");
  return {
    url: `http://localhost:${server.address().port}/`,
    /** What `Amplify.configure` is given; the pages fetch it. */
    configure: (settings) => files.set("/settings.json", JSON.stringify(settings)),
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
