// openid-client's code flow with PKCE, state and nonce.

import * as oidc from "openid-client";

import { seeded } from "./local-pool.mjs";

export async function discover(pool, app, authentication, record = () => {}) {
  const options = {
    execute: [oidc.allowInsecureRequests],
    [oidc.customFetch]: async (url, init) => {
      const response = await fetch(url, init);
      const path = new URL(url).pathname.replace(`/${seeded.poolId}`, "");
      record(path, response.ok ? "success" : await errorOf(response.clone()));
      return response;
    },
  };
  const issuer = new URL(pool.issuer);
  return oidc.discovery(issuer, app.id, app.secret, authentication, options);
}

async function errorOf(response) {
  const text = await response.text();
  return text.startsWith("{") ? JSON.parse(text).error : String(response.status);
}

/** A request for authorization, and what has to be remembered until the answer. */
export async function beginSignIn(config, more = {}) {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const checks = { pkceCodeVerifier, expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: seeded.callback,
    scope: "openid email",
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...more,
  });
  return { url, checks };
}

export async function signIn(config, browser, more) {
  const { url, checks } = await beginSignIn(config, more);
  const callback = await browser.signIn(url, seeded.person);
  return oidc.authorizationCodeGrant(config, callback, checks);
}
