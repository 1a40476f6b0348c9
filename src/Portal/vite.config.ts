import { defineConfig } from "vite";

const localHost = process.env.EDS_LOCALHOST ?? "http://127.0.0.1:7071";

export default defineConfig({
  build: { outDir: "../../artifacts/portal", emptyOutDir: true, target: "es2022", manifest: true },
  // For work on the page itself: `npm run dev`, with LocalHost running.
  server: { host: "127.0.0.1", port: 5173, strictPort: true, proxy: Object.fromEntries(["/api", "/dev", "/.well-known", "/config.json"].map((path) => [path, localHost])) },
});
