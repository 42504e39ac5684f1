// aws-jwt-verify accepts the tokens of a local pool, and refuses what is none of the app's.

import { CognitoJwtVerifier, JwtVerifier } from "aws-jwt-verify";
import * as errors from "aws-jwt-verify/error";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ClientSecretBasic } from "openid-client";

import { Browser } from "./browser.mjs";
import { discover, signIn } from "./code-flow.mjs";
import { seeded, startLocalPool } from "./local-pool.mjs";
import { newRecord } from "./record.mjs";

const record = newRecord("aws-jwt-verify", "aws-jwt-verify");
const [userPoolId, clientId] = [seeded.poolId, seeded.web.id];
let pool, jwks, tokens, jwksUri;

before(async () => {
  pool = await startLocalPool();
  jwksUri = `${pool.issuer}/.well-known/jwks.json`;
  jwks = await (await fetch(jwksUri)).json();
  tokens = await signIn(await discover(pool, seeded.web, ClientSecretBasic(seeded.web.secret)), new Browser());
  // Where Amazon's pools are is built in, in an old and a new form: the one thing about the verifier that is replaced.
  CognitoJwtVerifier.parseUserPoolId = (_, newForm) => ({
    issuer: newForm ? `https://issuer.invalid/${userPoolId}` : pool.issuer,
    jwksUri,
  });
});

after(() => pool.stop());

function cognito(settings) {
  const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, ...settings });
  verifier.cacheJwks(jwks);
  return verifier;
}

function generic(audience, issuer = pool.issuer) {
  const verifier = JwtVerifier.create({ issuer, audience, jwksUri });
  verifier.cacheJwks(jwks);
  return verifier;
}

test("CognitoJwtVerifier accepts both kinds of token", () => {
  const claims = cognito({ tokenUse: "id" }).verifySync(tokens.id_token);
  assert.equal(claims["cognito:username"], claims.sub);
  record("ID token");
  const access = cognito({ tokenUse: "access", scope: ["email"] }).verifySync(tokens.access_token);
  assert.deepEqual([access.username, access.version], [claims.sub, 2]);
  record("access token");
});

test("JwtVerifier accepts both tokens, access without audience", () => {
  assert.equal(generic(clientId).verifySync(tokens.id_token).token_use, "id");
  assert.equal(generic(null).verifySync(tokens.access_token).token_use, "access");
  record("/.well-known/jwks.json");
});

test("each kind of token has its key", () => {
  const kid = (token) => JSON.parse(Buffer.from(token.split(".")[0], "base64url")).kid;
  const used = [tokens.id_token, tokens.access_token].map(kid);
  assert.deepEqual(used.sort(), jwks.keys.map((key) => key.kid).sort());
});

const refusals = [
  ["ID token", "CognitoJwtInvalidTokenUseError", () => cognito({ tokenUse: "access" }).verifySync(tokens.id_token)],
  ["access token", "CognitoJwtInvalidTokenUseError", () => cognito({ tokenUse: "id" }).verifySync(tokens.access_token)],
  ["ID token", "CognitoJwtInvalidClientIdError",
    () => cognito({ tokenUse: "id", clientId: "other" }).verifySync(tokens.id_token)],
  ["access token", "CognitoJwtInvalidClientIdError",
    () => cognito({ tokenUse: "access", clientId: "other" }).verifySync(tokens.access_token)],
  ["access token", "JwtInvalidScopeError",
    () => cognito({ tokenUse: "access", scope: "phone" }).verifySync(tokens.access_token)],
  ["ID token", "CognitoJwtInvalidGroupError",
    () => cognito({ tokenUse: "id", groups: "editors" }).verifySync(tokens.id_token)],
  ["access token", "JwtInvalidAudienceError", () => generic(clientId).verifySync(tokens.access_token)],
  ["ID token", "JwtInvalidIssuerError", () => generic(clientId, `${pool.issuer}x`).verifySync(tokens.id_token)],
  ["ID token", "JwtInvalidSignatureError",
    () => generic(clientId).verifySync(tokens.id_token.replace(/.{8}$/, "AAAAAAAA"))],
];

for (const [token, error, verify] of refusals) {
  test(`${token}: ${error}`, () => {
    assert.throws(verify, (thrown) => {
      assert.equal(thrown.constructor, errors[error] ?? error, String(thrown.stack));
      return true;
    });
    record(token, error);
  });
}
