// Auth.js, which many Node sites sign people in with, as its guide for Cognito and Express has it.

import { customFetch, ExpressAuth, getSession } from "@auth/express";
import Cognito from "@auth/express/providers/cognito";
import express from "express";
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, test } from "node:test";

import { Browser } from "./browser.mjs";
import { seeded, startLocalPool } from "./local-pool.mjs";
import { newRecord } from "./record.mjs";

const record = newRecord("authjs", "Auth.js");
let pool, site;

before(async () => {
  site = await startSite();
  pool = await startLocalPool("--app-origin", site.url);
  site.use(pool.issuer, seeded.authjs);
});

after(async () => {
  await site.stop();
  await pool.stop();
});

async function recordedFetch(...args) {
  const request = new Request(...args);
  const response = await fetch(request);
  const outcome = response.ok ? "success" : (await response.clone().json()).error;
  record(new URL(request.url).pathname.replace(`/${seeded.poolId}`, ""), outcome);
  return response;
}

function settingsFor(issuer, app, errors) {
  const client = { clientId: app.id, clientSecret: app.secret, issuer };
  const provider = Cognito({ ...client, checks: ["pkce", "state", "nonce"] });
  return {
    secret: "made-up-for-these-tests",
    trustHost: true,
    providers: [{ ...provider, [customFetch]: recordedFetch }],
    logger: { error: (error) => errors.push(error.cause?.err) },
  };
}

/** A site on a random port whose first page shows the session. */
async function startSite() {
  let settings;
  const errors = [];
  const app = express();
  app.use("/auth/*", (request, answer, next) => ExpressAuth(settings)(request, answer, next));
  app.get("/", async (request, answer) => answer.json(await getSession(request, settings)));
  const server = app.listen(0, "localhost");
  await once(server, "listening");
  return {
    url: `http://localhost:${server.address().port}`,
    errors,
    use: (...args) => (settings = settingsFor(...args, errors)),
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** From the site's button over the pool's page and back; gives the page where the person arrives. */
async function signIn(browser) {
  const begun = await browser.submit(await browser.open(`${site.url}/auth/signin`), {});
  assert.ok(begun.location?.href.startsWith(`${pool.url}/oauth2/authorize?`), begun.html);
  return browser.open(await browser.signIn(begun.location, seeded.person));
}

const sessionOf = async (browser) => JSON.parse((await browser.open(site.url)).html);

/** A sign-in that Auth.js has to give up; gives the error that it logs. */
async function failToSignIn() {
  const browser = new Browser();
  const page = await signIn(browser);
  assert.equal(new URL(page.url).pathname, "/auth/error");
  assert.equal(await sessionOf(browser), null);
  return site.errors.pop();
}

test("Auth.js signs in and out with its provider", async () => {
  const browser = new Browser();
  await signIn(browser);
  const { user } = await sessionOf(browser);
  assert.equal(user.email, seeded.person.name);
  for (const judged of ["/oauth2/authorize", "/login", "ID token"]) record(judged);
  await browser.submit(await browser.open(`${site.url}/auth/signout`), {});
  assert.equal(await sessionOf(browser), null);
});

const wrongClaims = { "bad-iss": "iss", "bad-aud": "aud", "bad-nonce": "nonce", expired: "exp" };

for (const [name, claim] of Object.entries(wrongClaims)) {
  test(`Auth.js refuses ID tokens with a wrong ${claim}`, async () => {
    await pool.misbehave(name);
    const error = await failToSignIn();
    assert.equal(error.cause.claim, claim);
    record("ID token", error.code);
  });
}

test("a wrong secret is refused", async () => {
  site.use(pool.issuer, { ...seeded.authjs, secret: "another0secret0that0is0wrong0" });
  assert.equal((await failToSignIn()).error, "invalid_client");
});
