// Refusals that many operations have in common reach the AWS SDK for JavaScript as its own exception classes.

import { after, before, test } from "node:test";

import { connect, operations } from "./aws-sdk.mjs";
import { startLocalPool } from "./local-pool.mjs";
import { newWorld } from "./people.mjs";

const all = { ...operations.accessToken, ...operations.clientId, ...operations.admin };
const domains = ["CreateUserPoolDomain", "DeleteUserPoolDomain", "DescribeUserPoolDomain"];
const withoutThrottling = ["SetUserMFAPreference", "AssociateSoftwareToken", ...domains];
const withoutUserNotFound = ["GlobalSignOut", "AssociateSoftwareToken"];
const text = "two words";

let pool, aws, world;

before(async () => {
  pool = await startLocalPool();
  aws = connect(pool.url, "aws-sdk-refusals");
  world = await newWorld(aws);
});

after(async () => {
  aws.close();
  await pool.stop();
});

for (const [operation, members] of Object.entries(all)) {
  const own = operation in operations.accessToken ? { ...members, AccessToken: "no.such.token" } : members;
  test(`${operation} answers the exceptions of a failing service`, async () => {
    await pool.misbehave("500");
    const internal = operation.endsWith("ClientSecret") || operation.endsWith("ClientSecrets");
    await aws.refused(internal ? "InternalServerException" : "InternalErrorException", operation, own);
    if (withoutThrottling.includes(operation)) return;
    await pool.misbehave("429");
    await aws.refused("TooManyRequestsException", operation, own);
  });
}

for (const [operation, members] of Object.entries(operations.accessToken)) {
  test(`${operation} refuses malformed, forged and ownerless access tokens`, async () => {
    const person = await world.newPerson();
    const { AccessToken, IdToken } = await world.signIn(person);
    const refused = (error, token) => aws.refused(error, operation, { ...members, AccessToken: token });
    await refused("InvalidParameterException", text);
    await refused("NotAuthorizedException", "no.such.token");
    await refused("NotAuthorizedException", IdToken);
    await aws.call("AdminResetUserPassword", person.admin);
    const withReset = operation !== "AssociateSoftwareToken";
    await refused(withReset ? "PasswordResetRequiredException" : "NotAuthorizedException", AccessToken);
    await aws.call("AdminDeleteUser", person.admin);
    const withUser = !withoutUserNotFound.includes(operation);
    await refused(withUser ? "UserNotFoundException" : "NotAuthorizedException", AccessToken);
  });
}

for (const [operation, members] of Object.entries(operations.clientId)) {
  test(`${operation} wants a client that exists`, async () => {
    const error = operation === "RevokeToken" ? "UnauthorizedException" : "ResourceNotFoundException";
    await aws.refused(error, operation, members);
    await aws.refused("InvalidParameterException", operation, { ...members, ClientId: text });
  });
}

for (const [operation, members] of Object.entries(operations.clientId).filter(([, { Username }]) => Username)) {
  test(`${operation} wants the hash of the secret`, async () => {
    const { ClientId } = await world.newApp({ GenerateSecret: true });
    await aws.refused("NotAuthorizedException", operation, { ...members, ClientId, SecretHash: "d3Jvbmc=" });
    await aws.refused("NotAuthorizedException", operation, { ...members, ClientId });
  });
}

for (const [operation, members] of Object.entries(operations.admin).filter(([, { UserPoolId }]) => UserPoolId)) {
  test(`${operation} wants a pool that exists`, async () => {
    await aws.refused("ResourceNotFoundException", operation, members);
    await aws.refused("InvalidParameterException", operation, { ...members, UserPoolId: text });
  });
}

const named = Object.entries(operations.admin).filter(([name, { Username }]) => Username && name !== "AdminCreateUser");
for (const [operation, members] of named) {
  test(`${operation} refuses unknown users`, () =>
    aws.refused("UserNotFoundException", operation, { ...members, UserPoolId: world.UserPoolId }));
}
