// What the tests judged, one line each, for the table of judged.py.

import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../.calls/", import.meta.url));

/** A new record; `file` belongs to one test file. */
export function newRecord(file, client) {
  mkdirSync(folder, { recursive: true });
  const name = `${folder}${file}.jsonl`;
  writeFileSync(name, "");
  return (operation, outcome = "success") =>
    appendFileSync(name, `${JSON.stringify({ client, operation, outcome })}\n`);
}
