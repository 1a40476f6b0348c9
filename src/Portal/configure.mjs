// node configure.mjs --api https://api.example.lv --authority https://login.example.lv --client-id ID [--scope "openid profile"] [--folder ../../artifacts/portal]
// Makes a built portal ready to be deployed: writes config.json, and lets the page connect to these two addresses and no others.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
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
    folder: { type: "string", default: join(import.meta.dirname, "../../artifacts/portal") },
  },
});
const api = httpsUrl("api", values.api);
const authority = httpsUrl("authority", values.authority);
const clientId = values["client-id"] || refuse("--client-id is missing: the portal's client_id at the authority.");
const hosting = join(values.folder, "staticwebapp.config.json");
if (!existsSync(hosting)) {
  refuse(`There is no built portal in ${values.folder}: run npm run build first.`);
}

const template = readFileSync(hosting, "utf8");
if (!template.includes(PLACE)) {
  refuse("This build has been configured before: build it again, then configure it.");
}

writeFileSync(hosting, template.replace(PLACE, [...new Set([new URL(api).origin, new URL(authority).origin])].join(" ")));
writeFileSync(join(values.folder, "config.json"), JSON.stringify({ api, authority, clientId, scope: values.scope }, null, 2) + "\n");
console.log(`The portal in ${values.folder} calls ${api} and signs people in at ${authority}.`);
