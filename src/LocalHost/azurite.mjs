// node azurite.mjs PORT [FOLDER]: Azurite's table service on 127.0.0.1. PORT 0 is any free one; without FOLDER the data stay in memory.
// Prints the port once it listens. Saves and ends when stdin closes, which the end of the owner causes too, even by kill -9.
import { join } from "node:path";
import tableConfiguration from "azurite/dist/src/table/TableConfiguration.js";
import tableServer from "azurite/dist/src/table/TableServer.js";

const [port, folder] = process.argv.slice(2);
const keepAliveSeconds = 5;
const skipApiVersionCheck = true;
const server = new tableServer.default(new tableConfiguration.default(
  "127.0.0.1", Number(port), keepAliveSeconds, join(folder ?? "", "__azurite_db_table__.json"), false, false, undefined, undefined, false,
  skipApiVersionCheck, "", "", "", undefined, false, folder === undefined,
));

try {
  await server.start();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
console.log(new URL(server.getHttpServerAddress()).port);

// Ctrl+C and a closing terminal reach the whole process group. The owner must finish its requests first, so it alone decides.
for (const signal of ["SIGINT", "SIGHUP"]) {
  process.on(signal, () => {});
}
process.stdin.on("error", () => {}).on("close", () => server.close().finally(() => process.exit())).resume();
