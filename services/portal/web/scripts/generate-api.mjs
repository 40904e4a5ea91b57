// Types of every service's API, from the documents that the services' tests keep true: services/<name>/openapi.json → src/api/generated/<name>.d.ts
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const services = new URL('../../../', import.meta.url);
const target = new URL('../src/api/generated/', import.meta.url);
await mkdir(target, { recursive: true });
for (const name of (await readdir(services)).sort()) {
  const document = new URL(`${name}/openapi.json`, services);
  if (name === 'portal' || !existsSync(document)) continue;
  const types = astToString(await openapiTS(await readFile(document, 'utf8'), { defaultNonNullable: false }));
  await writeFile(new URL(`${name}.d.ts`, target), types);
}
