// Generates the types of the given OpenAPI documents, and a function for each operation, into a folder:
// node generate.mjs FOLDER DOCUMENT...
import { readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const [folder, ...documents] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const services = documents.map((document) => path.basename(document, ".json"));

const functions = [];
for (const [index, document] of documents.entries()) {
    const service = services[index];
    // A field with a default may be left out of a request.
    const types = await openapiTS(pathToFileURL(document), { defaultNonNullable: false });
    await writeFile(path.join(folder, `${service}.d.ts`), astToString(types));
    const { paths } = JSON.parse(await readFile(document, "utf8"));
    for (const [place, item] of Object.entries(paths)) {
        for (const [method, { operationId }] of Object.entries(item)) {
            functions.push(
                `    ${operationId}: (hub: Hub, given: FetchOptions<${service}["${place}"]["${method}"]>) =>`,
                `        hub.${service}.${method.toUpperCase()}("${place}", given),`,
            );
        }
    }
}

const operations = [
    'import createClient, { type Client, type ClientOptions, type FetchOptions } from "openapi-fetch";',
    ...services.map((service) => `import type { paths as ${service} } from "./${service}.d.ts";`),
    `export type Hub = { ${services.map((service) => `${service}: Client<${service}>`).join("; ")} };`,
    "export const connect = (options: ClientOptions): Hub => ({",
    ...services.map((service) => `    ${service}: createClient<${service}>(options),`),
    "});",
    "export const operations = {",
    ...functions,
    "};",
].join("\n");

await symlink(path.join(here, "node_modules"), path.join(folder, "node_modules"));
await writeFile(path.join(folder, "package.json"), '{ "type": "module" }');
await writeFile(path.join(folder, "tsconfig.json"), await readFile(path.join(here, "tsconfig.json")));
for (const [name, source] of [
    ["operations", operations],
    ["bridge", await readFile(path.join(here, "bridge.ts"), "utf8")],
]) {
    await writeFile(path.join(folder, `${name}.ts`), source);
    const { outputText } = ts.transpileModule(source, {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    await writeFile(path.join(folder, `${name}.js`), outputText);
}
