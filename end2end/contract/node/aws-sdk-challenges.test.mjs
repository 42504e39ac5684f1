// Challenges answered wrongly, too late, or by somebody whose account changed meanwhile; for users and administrators.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { connect } from "./aws-sdk.mjs";
import { startLocalPool } from "./local-pool.mjs";
import { newName, newWorld, password } from "./people.mjs";
import { totp } from "./totp.mjs";

let pool, aws, world;

before(async () => {
  pool = await startLocalPool();
  aws = connect(pool.url, "aws-sdk-challenges");
  world = await newWorld(aws, { AliasAttributes: ["email"] });
});

after(async () => {
  aws.close();
  await pool.stop();
});

const ways = {
  users: {
    begin: (person) => aws.call("InitiateAuth", world.byPassword(person)),
    operation: "RespondToAuthChallenge",
    more: () => ({}),
  },
  administrators: {
    begin: (person) => aws.call("AdminInitiateAuth", world.byAdmin(person)),
    operation: "AdminRespondToAuthChallenge",
    more: () => ({ UserPoolId: world.UserPoolId }),
  },
};

const wrong = (code) => String((Number(code) + 500_000) % 1_000_000).padStart(6, "0");

for (const [who, { begin, operation, more }] of Object.entries(ways)) {
  /** The members that answer a challenge. */
  const answerTo = ({ ChallengeName, Session }, { Username }, responses) => ({
    ClientId: world.ClientId,
    ChallengeName,
    Session,
    ChallengeResponses: { USERNAME: Username, ...responses },
    ...more(),
  });

  async function invited() {
    const person = { UserPoolId: world.UserPoolId, Username: newName().Username };
    await aws.call("AdminCreateUser", { ...person, TemporaryPassword: password, MessageAction: "SUPPRESS" });
    return person;
  }

  async function withSecondFactor() {
    const person = await world.newPerson();
    const { AccessToken } = await world.signIn(person);
    const { SecretCode } = await aws.call("AssociateSoftwareToken", { AccessToken });
    await aws.call("VerifySoftwareToken", { AccessToken, UserCode: totp(SecretCode, await pool.now()) });
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await aws.call("SetUserMFAPreference", { AccessToken, SoftwareTokenMfaSettings });
    await pool.advance(30);
    return { ...person, AccessToken, code: async () => totp(SecretCode, await pool.now()) };
  }

  test(`${who}: new password follows policy, aliases and session`, async () => {
    const [person, owner] = [await invited(), await world.newPerson()];
    const challenge = await begin(person);
    assert.equal(challenge.ChallengeName, "NEW_PASSWORD_REQUIRED");
    const refused = (error, responses) => aws.refused(error, operation, answerTo(challenge, person, responses));
    await refused("InvalidPasswordException", { NEW_PASSWORD: "weak" });
    await refused("InvalidParameterException", {});
    const NEW_PASSWORD = "Tweedledee-1871";
    await refused("AliasExistsException", { NEW_PASSWORD, "userAttributes.email": owner.email });
    await pool.advance(181);
    await refused("NotAuthorizedException", { NEW_PASSWORD });
  });

  test(`${who}: a code is right and works once`, async () => {
    const person = await withSecondFactor();
    const challenge = await begin(person);
    const answer = (code) => answerTo(challenge, person, { SOFTWARE_TOKEN_MFA_CODE: code });
    const code = await person.code();
    await aws.refused("CodeMismatchException", operation, answer(wrong(code)));
    await aws.call(operation, answer(code));
    const again = answerTo(await begin(person), person, { SOFTWARE_TOKEN_MFA_CODE: code });
    await aws.refused("ExpiredCodeException", operation, again);
  });

  const changes = {
    PasswordResetRequiredException: ({ admin }) => aws.call("AdminResetUserPassword", admin),
    SoftwareTokenMFANotFoundException: ({ AccessToken }) => aws.call("AssociateSoftwareToken", { AccessToken }),
    UserNotFoundException: ({ admin }) => aws.call("AdminDeleteUser", admin),
  };
  for (const [error, change] of Object.entries(changes)) {
    test(`${who}: the account changes before the code: ${error}`, async () => {
      const person = await withSecondFactor();
      const challenge = await begin(person);
      const SOFTWARE_TOKEN_MFA_CODE = await person.code();
      await change(person);
      await aws.refused(error, operation, answerTo(challenge, person, { SOFTWARE_TOKEN_MFA_CODE }));
    });
  }
}

test("a software token takes its own code", async () => {
  const { AccessToken } = await world.signIn(await world.newPerson());
  const UserCode = "123456";
  await aws.refused("SoftwareTokenMFANotFoundException", "VerifySoftwareToken", { AccessToken, UserCode });
  const { SecretCode } = await aws.call("AssociateSoftwareToken", { AccessToken });
  const mistyped = wrong(totp(SecretCode, await pool.now()));
  await aws.refused("EnableSoftwareTokenMFAException", "VerifySoftwareToken", { AccessToken, UserCode: mistyped });
});

test("a pool without MFA sets up none", async () => {
  const withoutFactors = await newWorld(aws, { MfaConfiguration: "OFF" });
  const { AccessToken } = await withoutFactors.signIn(await withoutFactors.newPerson());
  await aws.refused("SoftwareTokenMFANotFoundException", "AssociateSoftwareToken", { AccessToken });
});
