import { encode } from "uqr";
import { expect, test } from "vitest";
import { deviceConfiguration, qrSvgPath } from "./deviceSheet";

const configuration = {
  tokenEndpoint: "https://eds.example/api/taxi/auth",
  clientId: "tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6",
  clientSecret: "eds_0Kq7ZbT3mXe9VhR2yLc5NwA8sJd4PgUf3SqiFH",
};

test("a device finds what it needs by standard names, whatever the secret", () => {
  expect(deviceConfiguration(configuration)).toBe(
    "{\"token_endpoint\":\"https://eds.example/api/taxi/auth\",\"client_id\":\"tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6\",\"client_secret\":\"eds_0Kq7ZbT3mXe9VhR2yLc5NwA8sJd4PgUf3SqiFH\"}");
  const clientSecret = "a \"quoted\" \\ secret <&>";
  expect(JSON.parse(deviceConfiguration({ ...configuration, clientSecret }))).toHaveProperty("client_secret", clientSecret);
});

/** The modules that a path fills. */
function drawn(path: string, size: number): boolean[][] {
  const modules = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, width, back] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)) {
    expect(back).toBe(width);
    modules[Number(y)]?.fill(true, Number(x), Number(x) + Number(width));
  }

  return modules;
}

test("the path draws every dark module and no other, without a border, at level M", async () => {
  for (const text of ["A", deviceConfiguration(configuration), deviceConfiguration({ ...configuration, clientSecret: "x8Kq!zP0v@Lm3#R ".repeat(8).trim() })]) {
    const { size, path } = await qrSvgPath(text);
    expect(path.replaceAll(/M\d+ \d+h\d+v1h-\d+z/g, "")).toBe("");
    const modules = drawn(path, size);
    expect(modules).toEqual(encode(text, { ecc: "M", border: 0 }).data);
    expect(modules[0]?.slice(0, 8)).toEqual([true, true, true, true, true, true, true, false]); // the finder pattern is at the edge
    const level = [modules[8]?.[0] === true, modules[8]?.[1] === true]; // format information, masked with 10 (ISO/IEC 18004); M is 00
    expect(level).toEqual([true, false]);
  }
});
