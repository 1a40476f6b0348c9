// node build-portal.mjs REPOSITORY LIST: builds src/Portal into artifacts/portal, which is replaced whole or not at all. LIST names the
// sources, one a line, relative to this folder; if a build of the same contents is there, only its stamp is renewed. One build at a time.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const POLL_MS = 200;
const LONGEST_BUILD_MS = 600_000;
const ERROR_LINES = 12;
const [repository, list] = process.argv.slice(2);
const portal = join(repository, "src", "Portal");
const artifacts = join(repository, "artifacts");
const target = join(artifacts, "portal");
const stamp = join(artifacts, "portal.stamp");
const packagesStamp = join(artifacts, "portal-packages.stamp");
const lock = join(artifacts, "portal.lock");

const digest = (...files) => files.reduce((hash, file) => hash.update(`${file}\0`).update(readFileSync(file)), createHash("sha256")).digest("hex");
const written = (file) => (existsSync(file) ? readFileSync(file, "utf8") : "");
const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
};

class Refusal extends Error {}

function npm(failure, ...args) {
  const run = spawnSync("npm", args, { cwd: portal, encoding: "utf8", shell: process.platform === "win32" });
  if (run.error?.code === "ENOENT") {
    throw new Refusal("npm is missing: install Node.js 20.19 or later with npm (https://nodejs.org), then build again.");
  }
  if (run.status !== 0) {
    const told = `${run.stdout ?? ""}\n${run.stderr ?? ""}`.split("\n").filter((line) => line.trim() && !line.startsWith(">")).slice(0, ERROR_LINES);
    throw new Refusal(`${failure}\n${told.join("\n")}`);
  }
}

// The file names its owner. A build that was killed leaves it behind: its owner is gone, or it is older than any build.
async function takeLock() {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") {
        throw error;
      }
    }
    const [owner, age] = [Number(written(lock)), Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())];
    if ((owner > 0 && !isAlive(owner)) || age > LONGEST_BUILD_MS) {
      rmSync(lock, { force: true });
    } else {
      await wait(POLL_MS);
    }
  }
}

function build() {
  const contents = digest(...readFileSync(list, "utf8").split("\n").map((line) => line.trim()).filter(Boolean).map((file) => resolve(import.meta.dirname, file)));
  if (written(stamp) !== contents || !existsSync(join(target, "index.html"))) {
    const packages = digest(join(portal, "package-lock.json"));
    if (written(packagesStamp) !== packages || !existsSync(join(portal, "node_modules"))) {
      npm("npm could not install the packages of src/Portal/package-lock.json:", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
      writeFileSync(packagesStamp, packages);
    }
    const [fresh, old] = [`${target}.new`, `${target}.old`];
    [fresh, old].forEach((folder) => rmSync(folder, { recursive: true, force: true }));
    npm("The portal does not build (npm run build, in src/Portal):", "run", "build", "--", "--outDir", relative(portal, fresh), "--emptyOutDir");
    if (existsSync(target)) {
      renameSync(target, old);
    }
    renameSync(fresh, target);
    rmSync(old, { recursive: true, force: true });
  }
  writeFileSync(stamp, contents);
}

mkdirSync(artifacts, { recursive: true });
await takeLock();
try {
  build();
} catch (error) {
  console.error(error instanceof Refusal ? error.message : `The portal could not be built: ${error.stack}`);
  process.exitCode = 1;
} finally {
  rmSync(lock, { force: true });
}
