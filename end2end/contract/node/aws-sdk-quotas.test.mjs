// With `--quotas` attempts are counted, and the AWS SDK for JavaScript hears of it.

import { after, before, test } from "node:test";

import { connect } from "./aws-sdk.mjs";
import { startLocalPool } from "./local-pool.mjs";
import { newWorld, password } from "./people.mjs";

let pool, aws, world;

before(async () => {
  pool = await startLocalPool("--quotas");
  aws = connect(pool.url, "aws-sdk-quotas");
  world = await newWorld(aws);
});

after(async () => {
  aws.close();
  await pool.stop();
});

/** As many attempts as are allowed, each with its usual outcome, and one too many. */
async function untilLimited(attempts, outcome, operation, members) {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await (outcome === "success" ? aws.call(operation, members) : aws.refused(outcome, operation, members));
  }
  await aws.refused("LimitExceededException", operation, members);
}

test("codes of a sign-up", async () => {
  const { own } = await world.newcomer();
  await untilLimited(5, "success", "ResendConfirmationCode", own);
  await untilLimited(15, "CodeMismatchException", "ConfirmSignUp", { ...own, ConfirmationCode: "wrong" });
});

test("codes for addresses", async () => {
  const { AccessToken } = await world.signIn(await world.newPerson());
  const email = { AccessToken, AttributeName: "email" };
  await untilLimited(5, "success", "GetUserAttributeVerificationCode", email);
  await untilLimited(15, "CodeMismatchException", "VerifyUserAttribute", { ...email, Code: "wrong" });
});

test("passwords changed and forgotten", async () => {
  const person = await world.newPerson();
  const { AccessToken } = await world.signIn(person);
  const change = { AccessToken, PreviousPassword: "Wrong-password-1", ProposedPassword: password };
  await untilLimited(5, "NotAuthorizedException", "ChangePassword", change);
  const forgetful = await world.newPerson();
  await untilLimited(5, "success", "ForgotPassword", forgetful.own);
  const confirm = { ...forgetful.own, ConfirmationCode: "wrong", Password: password };
  await aws.refused("LimitExceededException", "ConfirmForgotPassword", confirm);
});

test("wrong codes for a new password", async () => {
  const person = await world.newPerson();
  await aws.call("ForgotPassword", person.own);
  const confirm = { ...person.own, ConfirmationCode: "wrong", Password: password };
  await untilLimited(4, "CodeMismatchException", "ConfirmForgotPassword", confirm);
});
