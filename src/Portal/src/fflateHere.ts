/** Put in fflate's place by vite.config.ts. Works in this thread: fflate's workers come from blobs, which the CSP forbids. */
import { unzipSync, type Unzipped, type Zippable, zipSync } from "fflate/browser";

export * from "fflate/browser";

export function unzip(archive: Uint8Array, done: (error: unknown, files: Unzipped | null) => void): void {
  settle(() => unzipSync(archive), done);
}

export function zip(files: Zippable, done: (error: unknown, archive: Uint8Array | null) => void): void {
  settle(() => zipSync(files), done);
}

function settle<Result>(work: () => Result, done: (error: unknown, result: Result | null) => void): void {
  let result: Result;
  try {
    result = work();
  } catch (error) {
    done(error, null);
    return;
  }
  done(null, result);
}
