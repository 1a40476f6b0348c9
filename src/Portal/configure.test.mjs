import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "eds-portal-"));
const hosting = readFileSync(join(import.meta.dirname, "public/staticwebapp.config.json"), "utf8");
writeFileSync(join(folder, "index.html"), "");
writeFileSync(join(folder, "staticwebapp.config.json"), hosting);
afterAll(() => rmSync(folder, { recursive: true }));

const configure = (...options) =>
  spawnSync(process.execPath, [join(import.meta.dirname, "configure.mjs"), "--folder", folder, ...options], { encoding: "utf8" });

test("the page may connect to the API and the provider alone, and knows both; the last configuration counts", () => {
  configure("--api", "https://other.example.lv", "--authority", "https://login.example.lv", "--client-id", "portal");
  const run = configure("--api", "https://api.example.lv/", "--authority", "https://login.example.lv/tenant", "--client-id", "portal");
  expect(run.stderr).toBe("");
  expect(JSON.parse(readFileSync(join(folder, "config.json"), "utf8"))).toEqual({
    api: "https://api.example.lv",
    authority: "https://login.example.lv/tenant",
    clientId: "portal",
    scope: "openid profile",
    links: {},
  });
  const policy = JSON.parse(readFileSync(join(folder, "staticwebapp.config.json"), "utf8")).globalHeaders["Content-Security-Policy"];
  expect(policy).toContain("connect-src 'self' https://api.example.lv https://login.example.lv;");
  expect(policy).not.toContain("__CONNECT__");
});

test("the footer's links are those given", () => {
  const all = ["--api", "https://api.example.lv", "--authority", "https://login.example.lv", "--client-id", "portal"];
  configure(...all, "--help-link", "https://example.lv/help", "--privacy-link", "https://example.lv/privacy", "--accessibility-link", "", "--contact-link", "mailto:help@example.lv");
  expect(JSON.parse(readFileSync(join(folder, "config.json"), "utf8")).links).toEqual({
    help: "https://example.lv/help",
    privacy: "https://example.lv/privacy",
    contact: "mailto:help@example.lv",
  });
});

test.each([
  [["--authority", "https://login.example.lv", "--client-id", "portal"], "--api must be an https address"],
  [["--api", "http://api.example.lv", "--authority", "https://login.example.lv", "--client-id", "portal"], "--api must be an https address"],
  [["--api", "https://api.example.lv", "--authority", "login", "--client-id", "portal"], "--authority must be an https address"],
  [["--api", "https://api.example.lv", "--authority", "https://login.example.lv"], "--client-id is missing"],
  [
    ["--api", "https://api.example.lv", "--authority", "https://login.example.lv", "--client-id", "portal", "--help-link", "javascript:alert(1)"],
    "--help-link must be an https or mailto address",
  ],
])("a wrong option is named: %j", (options, refusal) => {
  const run = configure(...options);
  expect(run.status).toBe(1);
  expect(run.stderr).toContain(refusal);
});
