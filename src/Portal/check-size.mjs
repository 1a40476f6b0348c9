// node check-size.mjs: prints what the first screen has to load of JavaScript and CSS, and ends with 1 if it is more than agreed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 90;
const CSS_LIMIT_KB = 35;
const folder = join(import.meta.dirname, "../../artifacts/portal");
const manifest = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8"));
const gzipped = (file) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length / 1000;

const first = new Set();
function take(key) {
  if (first.has(key)) {
    return;
  }
  first.add(key);
  (manifest[key].imports ?? []).forEach(take);
}
take("index.html");

let total = 0;
for (const [key, { file }] of Object.entries(manifest).filter(([, { file }]) => file.endsWith(".js"))) {
  const size = gzipped(file);
  total += first.has(key) ? size : 0;
  console.log(`${size.toFixed(1).padStart(6)} kB  ${first.has(key) ? "first screen" : "when needed "}  ${file}`);
}
console.log(`${total.toFixed(1).padStart(6)} kB  JavaScript of the first screen, gzip; at most ${LIMIT_KB} kB are agreed`);
for (const library of ["papaparse", "uqr", "read-excel-file", "write-excel-file"]) {
  // Its own chunk, loaded by import(): else it would be a part of another file.
  if (!Object.entries(manifest).some(([key, { isDynamicEntry }]) => key.includes(`/${library}/`) && isDynamicEntry && !first.has(key))) {
    console.error(`${library} is no longer a chunk of its own that is loaded where it is used.`);
    process.exitCode = 1;
  }
}
const css = [...first].flatMap((key) => manifest[key].css ?? []).reduce((sum, file) => sum + gzipped(file), 0);
console.log(`${css.toFixed(1).padStart(6)} kB  CSS of the first screen, gzip; at most ${CSS_LIMIT_KB} kB are agreed`);
if (total > LIMIT_KB || css > CSS_LIMIT_KB) {
  process.exitCode = 1;
}
