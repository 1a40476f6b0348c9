// node azurite.mjs PORT [FOLDER [ACCOUNTS]]: Azurite's table service on 127.0.0.1. PORT 0 is any free one; with an empty FOLDER the data
// stay in memory; ACCOUNTS as in AZURITE_ACCOUNTS.
// Prints the port once it listens. Saves and ends when stdin closes, which the end of the owner causes too, even by kill -9.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import tableConfiguration from "azurite/dist/src/table/TableConfiguration.js";
import tableServer from "azurite/dist/src/table/TableServer.js";

const [port, folder = "", accounts = ""] = process.argv.slice(2);
process.env.AZURITE_ACCOUNTS = accounts;
const pidFile = join(folder, "azurite.pid");

// Ctrl+C and a closing terminal reach the whole process group. The owner must finish its requests first, so it alone decides.
["SIGINT", "SIGHUP"].forEach((signal) => process.on(signal, () => {}));

// The Azurite of an owner that was killed is still saving, for a moment.
try {
  for (let waits = 0; waits < 200 && process.kill(Number(readFileSync(pidFile, "utf8")), 0); waits++) await delay(100);
} catch {} // There is no such file, or no such process.

const [keepAliveSeconds, skipApiVersionCheck] = [5, true];
const server = new tableServer.default(new tableConfiguration.default(
  "127.0.0.1", Number(port), keepAliveSeconds, join(folder, "__azurite_db_table__.json"), false, false, undefined, undefined, false,
  skipApiVersionCheck, "", "", "", undefined, false, !folder,
));
await server.start().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
if (folder) writeFileSync(pidFile, String(process.pid));
process.stdin.on("close", async () => {
  await server.close();
  rmSync(pidFile, { force: true });
  process.exit();
}).on("error", () => {}).resume();
console.log(new URL(server.getHttpServerAddress()).port);
