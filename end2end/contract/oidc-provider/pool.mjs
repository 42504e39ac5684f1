// A user pool made of a certified OpenID provider, with what only Cognito has in front of it: the JSON API, userInfo
// with strings, its own parameters of sign-out.

import express from "express";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { once } from "node:events";

import { newProvider } from "./provider.mjs";
import { signInPage } from "./sign-in-page.mjs";

export const poolId = "eu-west-1_certified";
export const client = { id: "certifiedapp000000000000000", secret: "s3cret+of/the=certified0app0made0up000000000000x" };

/** Starts one for an app at this origin, and with one person. */
export async function startPool(appOrigin, { sub, password, attributes }) {
  const front = express();
  const server = front.listen(0, "localhost");
  await once(server, "listening");
  const url = `http://localhost:${server.address().port}`;
  const person = { sub, password, attributes: { ...attributes } };
  // One second, so that the app has to refresh without any waiting.
  const provider = newProvider(`${url}/${poolId}`, { ...client, appOrigin, accessTokenLife: 1 }, person);
  const events = observe(provider);
  front.use("/interaction/:uid", signInPage(provider, person));
  front.use(`/${poolId}/logout`, standardLogout);
  const verify = verifierOf(provider);
  front.get(`/${poolId}/oauth2/userInfo`, userInfo(verify, person, events));
  front.use(`/${poolId}`, provider.callback());
  front.post("/", express.json({ type: "application/x-amz-json-1.1" }), jsonApi(verify, person, events));
  return { url, person, events, stop: () => stop(server) };
}

async function stop(server) {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

/** The calls so far: grants by type, errors by code, operations of the JSON API by name. */
function observe(provider) {
  const events = [];
  provider.on("authorization.accepted", ({ oidc: { params } }) =>
    events.push(`authorization ${params.code_challenge_method} ${params.nonce ? "nonce" : ""}`),
  );
  provider.on("grant.success", ({ oidc }) => events.push(oidc.params.grant_type));
  provider.on("grant.error", (_, error) => events.push(error.error));
  provider.on("refresh_token.destroyed", () => events.push("revocation"));
  provider.on("end_session.success", () => events.push("end_session"));
  provider.on("server_error", (_, error) => events.push(String(error)));
  return events;
}

/** `logout_uri` is Cognito's name for the parameter of OpenID Connect RP-Initiated Logout. */
function standardLogout(request, _, next) {
  request.url = request.url.replace("logout_uri=", "post_logout_redirect_uri=");
  request.originalUrl = request.originalUrl.replace("logout_uri=", "post_logout_redirect_uri=");
  next();
}

function verifierOf({ issuer }) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  // A token of one second may expire on its way.
  const options = { issuer, requiredClaims: ["client_id"], clockTolerance: 30 };
  return async (token) => (await jwtVerify(token, keys, options)).payload;
}

/** The provider's own refuses tokens that are meant for a resource. */
function userInfo(verify, { sub, attributes }, events) {
  return async (request, answer) => {
    events.push("userInfo");
    try {
      await verify(request.headers.authorization?.replace(/^Bearer /, ""));
      answer.json({ ...attributes, sub, username: sub, email_verified: "true" });
    } catch {
      answer.status(401).json({ error: "invalid_token" });
    }
  };
}

const asList = (attributes) => Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

const operations = {
  GetUser: ({ sub, attributes }) => ({
    Username: sub,
    UserAttributes: asList({ sub, email_verified: "true", ...attributes }),
  }),
  UpdateUserAttributes: ({ attributes }, { UserAttributes }) => {
    for (const { Name, Value } of UserAttributes) attributes[Name] = Value;
    return { CodeDeliveryDetailsList: [] };
  },
};

/** The operations that the app needs; others are refused by name. */
function jsonApi(verify, person, events) {
  return async (request, answer) => {
    const operation = request.headers["x-amz-target"]?.split(".").at(-1);
    events.push(operation);
    answer.type("application/x-amz-json-1.1");
    const refuse = (__type) => answer.status(400).send(JSON.stringify({ __type, message: operation }));
    if (!(operation in operations)) return refuse("UnknownOperationException");
    try {
      await verify(request.body.AccessToken);
    } catch {
      return refuse("NotAuthorizedException");
    }
    answer.send(JSON.stringify(operations[operation](person, request.body)));
  };
}
