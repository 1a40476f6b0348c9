// node configure.mjs --api https://api.example.lv --authority https://login.example.lv --client-id ID [--scope "openid profile"] [--from …] [--to …]
// Makes a copy of the built portal that is ready to be deployed: with config.json, and a page that may connect to these two addresses only.
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const PLACE = "__CONNECT__";

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

const { values } = parseArgs({
  options: {
    api: { type: "string" },
    authority: { type: "string" },
    "client-id": { type: "string" },
    scope: { type: "string", default: "openid profile" },
    connect: { type: "string", multiple: true, default: [] }, // other origins that the authority names in its metadata
    from: { type: "string", default: join(import.meta.dirname, "../../artifacts/portal") },
    to: { type: "string", default: join(import.meta.dirname, "../../artifacts/portal-configured") },
  },
});
const api = httpsUrl("api", values.api);
const authority = httpsUrl("authority", values.authority);
const clientId = values["client-id"] || refuse("--client-id is missing: the portal's client_id at the authority.");
if (!existsSync(join(values.from, "index.html"))) {
  refuse(`There is no built portal in ${values.from}: run npm run build first.`);
}

rmSync(values.to, { recursive: true, force: true });
cpSync(values.from, values.to, { recursive: true });
rmSync(join(values.to, ".vite"), { recursive: true, force: true });
const hosting = join(values.to, "staticwebapp.config.json");
const connect = [...new Set([api, authority, ...values.connect.map((url) => httpsUrl("connect", url))].map((url) => new URL(url).origin))].join(" ");
writeFileSync(hosting, readFileSync(hosting, "utf8").replace(PLACE, connect));
writeFileSync(join(values.to, "config.json"), JSON.stringify({ api, authority, clientId, scope: values.scope }, null, 2) + "\n");
console.log(`The portal in ${values.to} calls ${api} and signs people in at ${authority}.`);
