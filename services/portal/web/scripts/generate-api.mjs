// Types of every service's API, from the documents that the services' tests keep true: services/<name>/openapi.json → src/api/generated/<name>.d.ts
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

// The documents leave out what a list is of where it is of strings.
const withItems = (node) => {
  if (node === null || typeof node !== 'object') return;
  if ([node.type].flat().includes('array')) node.items ??= { type: 'string' };
  Object.values(node).forEach(withItems);
};

const services = new URL('../../../', import.meta.url);
const target = new URL('../src/api/generated/', import.meta.url);
await mkdir(target, { recursive: true });
for (const name of (await readdir(services)).sort()) {
  const document = new URL(`${name}/openapi.json`, services);
  if (name === 'portal' || !existsSync(document)) continue;
  const api = JSON.parse(await readFile(document, 'utf8'));
  withItems(api);
  const types = astToString(await openapiTS(api, { defaultNonNullable: false }));
  await writeFile(new URL(`${name}.d.ts`, target), types);
}
