// People who sign up and who forgot their password on the way, by the pool's pages; openid-client ends their journey.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as oidc from "openid-client";

import { Browser } from "./browser.mjs";
import { beginSignIn, discover } from "./code-flow.mjs";
import { seeded, startLocalPool } from "./local-pool.mjs";
import { newRecord } from "./record.mjs";

const record = newRecord("pages", "openid-client");
const app = seeded.browser;
let pool, config;

before(async () => {
  pool = await startLocalPool();
  config = await discover(pool, app, oidc.None(), record);
});

after(() => pool.stop());

/** The page behind a link of a page. */
async function follow(browser, page, path) {
  const [, href] = page.html.match(new RegExp(`href="(${path}[^"]*)"`));
  return browser.open(new URL(href.replaceAll("&amp;", "&"), page.url));
}

/** A sign-in that has begun: the browser is on the sign-in page. */
async function begin() {
  const { url, checks } = await beginSignIn(config);
  const browser = new Browser();
  return { browser, checks, page: await browser.open(url) };
}

async function arrives({ browser, checks }, { status, location }, name) {
  assert.equal(status, 302);
  const tokens = await oidc.authorizationCodeGrant(config, location, checks);
  assert.equal(tokens.claims().email, name);
  new Set(browser.visited).forEach((path) => record(path));
}

test("a new user signs up and confirms", async () => {
  const [username, password] = ["carpenter@example.com", "Oysters-1871"];
  const visit = await begin();
  const { browser } = visit;
  const form = await follow(browser, visit.page, "/signup");
  const weak = await browser.submit(form, { username, password: "weak" });
  assert.match(weak.html, /Password did not conform with policy/);
  const confirm = await browser.submit(weak, { username, password });
  assert.match(String(confirm.url), /\/confirm\?/);
  const wrong = await browser.submit(confirm, { code: "000000x" });
  assert.match(wrong.html, /Invalid verification code provided/);
  await arrives(visit, await browser.submit(wrong, { code: await pool.codeSentTo(username) }), username);
});

test("a forgotten password is reset on the pages", async () => {
  const { name } = seeded.person;
  const visit = await begin();
  const { browser } = visit;
  const form = await follow(browser, visit.page, "/forgotPassword");
  const code = await browser.submit(form, { username: name });
  assert.match(String(code.url), /\/confirmforgotPassword\?/);
  const chosen = { code: await pool.codeSentTo(name), password: "Oysters-1871" };
  await arrives(visit, await browser.submit(code, chosen), name);
});
