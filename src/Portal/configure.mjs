// node configure.mjs --api https://api.example.lv --authority https://login.example.lv --client-id ID
//   [--scope "openid profile"] [--folder …]
//   [--help-link https://… --privacy-link https://… --accessibility-link https://… --contact-link mailto:…]: the footer's links
// Makes what `npm run build` built ready to be deployed: writes config.json, and lets the page connect to these two addresses only.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const CONNECT = /connect-src 'self'[^;]*/;

function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}

function httpsUrl(name, value) {
  if (!URL.canParse(value ?? "") || new URL(value).protocol !== "https:") {
    refuse(`--${name} must be an https address such as https://api.example.lv.`);
  }
  return value.replace(/\/$/, "");
}

function link(name) {
  const value = values[`${name}-link`];
  if (value && !["https:", "mailto:"].includes(URL.canParse(value) && new URL(value).protocol)) {
    refuse(`--${name}-link must be an https or mailto address.`);
  }
  return value || undefined; // those not given are left out
}

const LINKS = ["help", "privacy", "accessibility", "contact"];
const { values } = parseArgs({
  options: {
    api: { type: "string" },
    authority: { type: "string" },
    "client-id": { type: "string" },
    scope: { type: "string", default: "openid profile" },
    connect: { type: "string", multiple: true, default: [] }, // other origins that the authority names in its metadata
    ...Object.fromEntries(LINKS.map((name) => [`${name}-link`, { type: "string" }])),
    folder: { type: "string", default: join(import.meta.dirname, "../../artifacts/portal-azure") },
  },
});
const api = httpsUrl("api", values.api);
const authority = httpsUrl("authority", values.authority);
const clientId = values["client-id"] || refuse("--client-id is missing: the portal's client_id at the authority.");
const links = Object.fromEntries(LINKS.map((name) => [name, link(name)]));
if (!existsSync(join(values.folder, "index.html"))) {
  refuse(`There is no built portal in ${values.folder}: run npm run build first.`);
}

rmSync(join(values.folder, ".vite"), { recursive: true, force: true });
const hosting = join(values.folder, "staticwebapp.config.json");
const others = values.connect.map((url) => httpsUrl("connect", url));
const connect = [...new Set([api, authority, ...others].map((url) => new URL(url).origin))].join(" ");
writeFileSync(hosting, readFileSync(hosting, "utf8").replace(CONNECT, `connect-src 'self' ${connect}`));
writeFileSync(join(values.folder, "config.json"), JSON.stringify({ api, authority, clientId, scope: values.scope, links }, null, 2) + "\n");
console.log(`The portal in ${values.folder} calls ${api} and signs people in at ${authority}.`);
