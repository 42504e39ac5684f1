// openid-client, a certified relying party, against the OAuth endpoints and the pages of a local pool.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as oidc from "openid-client";

import { Browser } from "./browser.mjs";
import { beginSignIn, discover, signIn } from "./code-flow.mjs";
import { seeded, startLocalPool } from "./local-pool.mjs";
import { newRecord } from "./record.mjs";

const record = newRecord("openid-client", "openid-client");
let pool;

before(async () => {
  pool = await startLocalPool();
});

after(() => pool.stop());

const apps = {
  "a secret in the header": [seeded.web, () => oidc.ClientSecretBasic(seeded.web.secret)],
  "a secret in the body": [seeded.web, () => oidc.ClientSecretPost(seeded.web.secret)],
  "no secret": [seeded.browser, () => oidc.None()],
};

const web = () => discover(pool, seeded.web, oidc.ClientSecretBasic(seeded.web.secret), record);

for (const [how, [app, authentication]] of Object.entries(apps)) {
  test(`people sign in to an app with ${how}`, async () => {
    const config = await discover(pool, app, authentication(), record);
    const browser = new Browser();
    const tokens = await signIn(config, browser);
    assert.deepEqual(browser.visited, ["/oauth2/authorize", "/login", "/login"]);
    browser.visited.forEach((path) => record(path));
    assert.equal(tokens.token_type, "bearer");
    assert.equal(tokens.expires_in, 3600);
    assert.equal(tokens.claims().email, seeded.person.name);
    assert.equal(tokens.claims().email_verified, true);
    assert.equal(tokens.refresh_token.split(".").length, 5);
  });
}

test("userInfo tells about the person, with text values", async () => {
  const config = await web();
  const tokens = await signIn(config, new Browser());
  const { sub } = tokens.claims();
  const found = await oidc.fetchUserInfo(config, tokens.access_token, sub);
  assert.deepEqual(found, { sub, username: sub, email: seeded.person.name, email_verified: "true" });
});

test("a refresh keeps the refresh token", async () => {
  const config = await web();
  const tokens = await signIn(config, new Browser());
  const renewed = await oidc.refreshTokenGrant(config, tokens.refresh_token);
  assert.equal(renewed.refresh_token, undefined);
  assert.equal(renewed.claims().sub, tokens.claims().sub);
  assert.equal(renewed.claims().auth_time, tokens.claims().auth_time);
});

test("with rotation each refresh token works once", async () => {
  const app = seeded.rotating;
  const config = await discover(pool, app, oidc.ClientSecretBasic(app.secret), record);
  const tokens = await signIn(config, new Browser());
  const renewed = await oidc.refreshTokenGrant(config, tokens.refresh_token);
  assert.notEqual(renewed.refresh_token, tokens.refresh_token);
  await refused("invalid_grant", oidc.refreshTokenGrant(config, tokens.refresh_token));
});

test("a revoked refresh token revokes access tokens", async () => {
  const config = await web();
  const tokens = await signIn(config, new Browser());
  for (let time = 0; time < 2; time += 1) await oidc.tokenRevocation(config, tokens.refresh_token);
  await refused("invalid_grant", oidc.refreshTokenGrant(config, tokens.refresh_token));
  await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub), (error) => {
    assert.equal(error.status ?? error.cause.status, 401);
    return true;
  });
  await refused("unsupported_token_type", oidc.tokenRevocation(config, tokens.access_token));
});

test("client credentials grant the client's scopes only", async () => {
  const app = seeded.machine;
  const config = await discover(pool, app, oidc.ClientSecretBasic(app.secret), record);
  const scope = "https://printer.example.com/print";
  const tokens = await oidc.clientCredentialsGrant(config, { scope });
  assert.deepEqual(Object.keys(tokens).sort(), ["access_token", "expires_in", "token_type"]);
  const other = { scope: "https://printer.example.com/scan" };
  await refused("invalid_scope", oidc.clientCredentialsGrant(config, other));
});

async function refused(error, promise) {
  await assert.rejects(promise, (thrown) => {
    assert.equal(thrown.constructor, oidc.ResponseBodyError, String(thrown));
    assert.equal(thrown.error, error);
    return true;
  });
}

test("a code needs its verifier, address and time", async () => {
  const config = await web();
  const code = async () => {
    const begun = await beginSignIn(config);
    const callback = await new Browser().signIn(begun.url, seeded.person);
    return { callback, checks: begun.checks };
  };
  const redeem = ({ callback, checks }) => oidc.authorizationCodeGrant(config, callback, checks);
  const used = await code();
  await redeem(used);
  await refused("invalid_grant", redeem(used));
  const late = await code();
  await pool.advance(301);
  await refused("invalid_grant", redeem(late));
  const swapped = await code();
  swapped.checks.pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  await refused("invalid_grant", redeem(swapped));
  const moved = await code();
  moved.callback.pathname = "/elsewhere";
  await refused("unauthorized_client", redeem(moved));
});

test("a wrong secret is refused", async () => {
  const app = { ...seeded.web, secret: "another0secret0that0is0wrong0" };
  const config = await discover(pool, app, oidc.ClientSecretPost(app.secret), record);
  await refused("invalid_client", signIn(config, new Browser()));
});

test("the session signs in silently until prompt=login", async () => {
  const config = await web();
  const browser = new Browser();
  await signIn(config, browser);
  const silent = await beginSignIn(config);
  const { location } = await browser.open(silent.url);
  assert.ok((await oidc.authorizationCodeGrant(config, location, silent.checks)).id_token);
  const asked = await beginSignIn(config, { prompt: "login" });
  assert.match((await browser.open(asked.url)).html, /name="password"/);
});

test("errors reach the app through openid-client", async () => {
  const config = await web();
  const cases = { invalid_scope: { scope: "openid phone" }, login_required: { prompt: "none" } };
  for (const [error, more] of Object.entries(cases)) {
    const { url, checks } = await beginSignIn(config, more);
    const { location } = await new Browser().open(url);
    await assert.rejects(oidc.authorizationCodeGrant(config, location, checks), (thrown) => {
      assert.equal(thrown.constructor, oidc.AuthorizationResponseError);
      assert.equal(thrown.error, error);
      record("/oauth2/authorize", error);
      return true;
    });
  }
});

test("a wrong password stays on the page", async () => {
  const { url } = await beginSignIn(await web());
  const browser = new Browser();
  const page = await browser.submit(await browser.open(url), { username: seeded.person.name, password: "wrong" });
  assert.equal(page.status, 200);
  assert.match(page.html, /Incorrect username or password\./);
});

test("an unregistered address never gets a code", async () => {
  const { url } = await beginSignIn(await web(), { redirect_uri: "http://localhost:3999/callback/" });
  const page = await new Browser().open(url);
  assert.equal(page.status, 400);
  assert.equal(new URL(page.url).pathname, "/error");
  record("/error");
});

test("signing out ends the session", async () => {
  const config = await web();
  const browser = new Browser();
  await signIn(config, browser);
  const logout = oidc.buildEndSessionUrl(config, { logout_uri: "http://localhost:3999/bye" });
  logout.searchParams.set("client_id", seeded.web.id);
  const { location } = await browser.open(logout);
  assert.equal(location.href, "http://localhost:3999/bye");
  record("/logout");
  const again = await browser.open((await beginSignIn(config)).url);
  assert.match(again.html, /name="password"/);
});
