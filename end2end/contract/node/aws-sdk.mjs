// The AWS SDK for JavaScript against a local pool: calls by name, refusals by class.

import * as sdk from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { newRecord } from "./record.mjs";

export const operations = JSON.parse(readFileSync(new URL("../operations.json", import.meta.url)));

export function connect(url, file) {
  const record = newRecord(file, "AWS SDK for JavaScript");
  const client = new sdk.CognitoIdentityProviderClient({
    region: "eu-west-1",
    endpoint: url,
    credentials: { accessKeyId: "made-up", secretAccessKey: "made-up" },
    maxAttempts: 1,
  });

  const send = (operation, members) => client.send(new sdk[`${operation}Command`](members));

  /** Calls an operation that must succeed; gives its answer. */
  async function call(operation, members = {}) {
    const answer = await send(operation, members);
    assert.equal(answer.$metadata.httpStatusCode, 200);
    assert.match(answer.$metadata.requestId, /^[0-9a-f-]{36}$/);
    record(operation);
    return answer;
  }

  /** Calls an operation that must be refused with that very class of the SDK; gives the error. */
  async function refused(error, operation, members = {}) {
    const thrown = await send(operation, members).then(
      (answer) => assert.fail(`${operation} answered ${JSON.stringify(answer)}`),
      (thrown) => thrown,
    );
    assert.equal(thrown.constructor, sdk[error], `${operation}: ${thrown}`);
    assert.equal(thrown.name, error);
    record(operation, error);
    return thrown;
  }

  return { call, refused, close: () => client.destroy() };
}
