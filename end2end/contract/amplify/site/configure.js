import { Amplify } from "aws-amplify";

Amplify.configure(await (await fetch("/settings.json")).json());
