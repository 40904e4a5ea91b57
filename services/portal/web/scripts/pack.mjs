// A gzip beside every file of the build, so that the host packs nothing at run time.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const assets = new URL('../../wwwroot/assets/', import.meta.url);
for (const name of await readdir(assets)) {
  if (/\.(js|css|svg)$/.test(name)) {
    await writeFile(new URL(`${name}.gz`, assets), gzipSync(await readFile(new URL(name, assets)), { level: 9 }));
  }
}
