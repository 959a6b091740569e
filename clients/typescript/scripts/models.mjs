// Prints the types of the schemas of an OpenAPI document: node models.mjs DOCUMENT
import { pathToFileURL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const types = await openapiTS(pathToFileURL(process.argv[2]), {
  // A field with a default may be left out of a request.
  defaultNonNullable: false,
  rootTypes: true,
  rootTypesNoSchemaPrefix: true,
});
process.stdout.write(astToString(types));
