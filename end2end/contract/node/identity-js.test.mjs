// amazon-cognito-identity-js, the library in many browsers, signs in by SRP and does what its users do.

import { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } from "amazon-cognito-identity-js";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { seeded, startLocalPool } from "./local-pool.mjs";
import { newRecord } from "./record.mjs";

const record = newRecord("amazon-cognito-identity-js", "amazon-cognito-identity-js");
const { name, password } = seeded.person;
let local;

before(async () => {
  local = await startLocalPool();
});

after(() => local.stop());

/** A storage that forgets with the test. */
function newStorage() {
  const items = new Map();
  return {
    setItem: (key, value) => items.set(key, value),
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => items.delete(key),
    clear: () => items.clear(),
  };
}

function newPool() {
  const Storage = newStorage();
  const settings = { UserPoolId: seeded.poolId, ClientId: seeded.browser.id, endpoint: local.url, Storage };
  const pool = new CognitoUserPool(settings);
  const request = pool.client.request.bind(pool.client);
  pool.client.request = (operation, members, callback) =>
    request(operation, members, (error, data) => {
      record(operation, error ? error.name : "success");
      callback(error, data);
    });
  return { pool, userCalled: (Username) => new CognitoUser({ Username, Pool: pool, Storage }) };
}

/** A method with a node-style callback, as a promise. */
const ask = (object, method, ...args) =>
  new Promise((resolve, reject) => object[method](...args, (error, data) => (error ? reject(error) : resolve(data))));

/** A method with an object of callbacks. */
const tell = (object, method, ...args) =>
  new Promise((resolve, reject) => object[method](...args, { onSuccess: resolve, onFailure: reject }));

const signIn = (user, Password) =>
  tell(user, "authenticateUser", new AuthenticationDetails({ Username: user.getUsername(), Password }));

test("the right password signs in by SRP", async () => {
  const user = newPool().userCalled(name);
  const session = await signIn(user, password);
  assert.ok(session.isValid());
  assert.equal(session.getIdToken().payload.email, name);
  const attributes = await ask(user, "getUserAttributes");
  assert.equal(attributes.find((attribute) => attribute.getName() === "email").getValue(), name);
});

test("wrong passwords and unknown users are refused", async () => {
  const { userCalled } = newPool();
  await assert.rejects(signIn(userCalled(name), "Wrong-password-1"), { name: "NotAuthorizedException" });
  await assert.rejects(signIn(userCalled("nobody@example.com"), password), { name: "UserNotFoundException" });
});

test("a session is refreshed", async () => {
  const user = newPool().userCalled(name);
  const first = await signIn(user, password);
  await local.advance(1);
  const second = await ask(user, "refreshSession", first.getRefreshToken());
  assert.notEqual(second.getAccessToken().getJwtToken(), first.getAccessToken().getJwtToken());
});

test("an account is made, confirmed, changed, deleted", async () => {
  const { pool, userCalled } = newPool();
  const email = "carpenter@example.com";
  const attribute = (Name, Value) => new CognitoUserAttribute({ Name, Value });
  const signedUp = await ask(pool, "signUp", email, password, [attribute("email", email)], null);
  assert.equal(signedUp.userConfirmed, false);
  const user = userCalled(email);
  await assert.rejects(signIn(user, password), { name: "UserNotConfirmedException" });
  await ask(user, "resendConfirmationCode");
  await ask(user, "confirmRegistration", await local.codeSentTo(email), false);
  await signIn(user, password);
  await ask(user, "updateAttributes", [attribute("name", "Carpenter")]);
  await ask(user, "changePassword", password, "Oysters-1871");
  await signIn(user, "Oysters-1871");
  await ask(user, "deleteUser");
  await assert.rejects(signIn(user, "Oysters-1871"), { name: "UserNotFoundException" });
});

test("a password reset is followed by SRP", async () => {
  const user = newPool().userCalled(name);
  await new Promise((resolve, reject) => user.forgotPassword({ inputVerificationCode: resolve, onFailure: reject }));
  const code = await local.codeSentTo(name);
  await tell(user, "confirmPassword", code, "Oysters-1871");
  assert.ok((await signIn(user, "Oysters-1871")).isValid());
  await tell(user, "globalSignOut");
});
