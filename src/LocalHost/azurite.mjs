// node azurite.mjs FOLDER OPTIONS…: runs the table service of the Azurite in FOLDER until stdin closes, then has it save and end.
// The pipe closes however its owner ends, even by kill -9, so Azurite never outlives it.
import { subscribe } from "node:diagnostics_channel";
import { createRequire } from "node:module";
import { join } from "node:path";

const LONGEST_SAVE_MS = 15_000;
const [folder, ...options] = process.argv.slice(2);
const main = join(folder, "node_modules", "azurite", "dist", "src", "table", "main.js");

// Node waits five seconds for a connection that its client opened ahead and never used.
const connections = new Set();
subscribe("net.server.socket", ({ socket }) => {
  connections.add(socket);
  socket.once("close", () => connections.delete(socket));
});

let stopping = false;
function stop() {
  if (stopping) {
    return;
  }
  stopping = true;
  for (const unused of [...connections].filter((socket) => socket.bytesRead === 0)) {
    unused.destroy();
  }
  setTimeout(() => process.exit(1), LONGEST_SAVE_MS).unref();
  if (!process.emit("message", "shutdown")) {
    process.exit(0); // Azurite does not listen yet, so there is nothing to save.
  }
}

// Ctrl+C and a closing terminal reach the whole process group. The owner must finish its requests first, so it alone decides:
// Azurite's own answer to these signals is taken off as soon as it is put on.
for (const signal of ["SIGINT", "SIGHUP"]) {
  const ignore = () => {};
  process.on(signal, ignore);
  process.on("newListener", (event, listener) => {
    if (event === signal && listener !== ignore) {
      process.nextTick(() => process.off(signal, listener));
    }
  });
}
process.on("SIGTERM", stop);
process.stdin.on("end", stop).on("error", stop).resume();

// The owner may be gone: a line that nobody reads must not end the process before the data are saved.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

process.argv = [process.execPath, main, ...options];
createRequire(import.meta.url)(main);
