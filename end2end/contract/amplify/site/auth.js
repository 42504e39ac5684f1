// A page whose script may call everything that Amplify exports for authentication.

import "aws-amplify/auth/enable-oauth-listener";
import { Hub } from "aws-amplify/utils";
import * as auth from "aws-amplify/auth";

const events = [];
Hub.listen("auth", ({ payload }) => events.push(payload.event));
await import("./configure.js");

Object.assign(globalThis, { auth, events });
