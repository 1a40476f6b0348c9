import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// `npm run build` is what azd deploys (azure.yaml). LocalHost builds into a folder of its own, artifacts/portal.
const localHost = { target: process.env.EDS_LOCALHOST ?? "http://127.0.0.1:7071" };

export default defineConfig({
  resolve: { alias: [{ find: /^fflate$/, replacement: fileURLToPath(new URL("src/fflateHere.ts", import.meta.url)) }] },
  build: { outDir: "../../artifacts/portal-azure", emptyOutDir: true, target: "es2022", manifest: true },
  test: { testTimeout: 30_000 }, // hundreds of seeded runs, on a machine that may have other work
  // For work on the page itself: `npm run dev`, with LocalHost running, whose sign-in goes by the browser's Host header.
  server: {
    host: "127.0.0.1",
    port: 5173,
    strictPort: true,
    proxy: { "/api": localHost, "/dev": localHost, "/.well-known": localHost, "/config.json": localHost },
  },
});
