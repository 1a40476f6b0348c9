// node restore-npm.mjs SOURCE FOLDER: installs the packages of SOURCE/package-lock.json into FOLDER, which then appears whole or not at all.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const HOUR = 3_600_000;
const [source, target] = process.argv.slice(2);
const parent = dirname(target);

function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}

function npmCi(folder) {
  const options = ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = spawnSync("npm", options, { cwd: folder, encoding: "utf8", shell: process.platform === "win32" });
  if (npm.status === 0) {
    return;
  }
  rmSync(folder, { recursive: true, force: true });
  if (npm.error?.code === "ENOENT") {
    refuse("npm is missing: install Node.js 20.19 or later with npm (https://nodejs.org), then build again.");
  }
  refuse(`npm could not install the packages of ${join(source, "package-lock.json")}: ${(npm.stderr || npm.stdout || String(npm.error)).trim()}`);
}

// A build that is killed leaves its temporary folder behind. One that is an hour old has no build any more.
function removeLeftovers() {
  for (const name of readdirSync(parent).filter((name) => name.endsWith(".tmp"))) {
    const leftover = join(parent, name);
    if (Date.now() - (statSync(leftover, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > HOUR) {
      rmSync(leftover, { recursive: true, force: true });
    }
  }
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  refuse(`Node.js ${process.versions.node} is too old: install Node.js 20.19 or later (https://nodejs.org), then build again.`);
}

if (!existsSync(target)) {
  mkdirSync(parent, { recursive: true });
  removeLeftovers();
  const temporary = join(parent, `${basename(target)}.${process.pid}.tmp`);
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary);
  for (const file of ["package.json", "package-lock.json"]) {
    cpSync(join(source, file), join(temporary, file));
  }
  npmCi(temporary);
  try {
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(target)) {
      refuse(`The packages were installed but could not be moved to ${target}: ${error.message}`);
    }
    // Otherwise another build, running at the same time, was first: its folder holds the same packages.
  }
}
