export type { CallOptions, ListOptions, Moment } from "./calls.js";
export { Client, type ClientOptions } from "./client.js";
export { type CopiedRecord, Copy, type CopyState } from "./copies.js";
export { ApiError, ConnectionFailed, type Fault, GladhandError, NotJson, OperationFailed, OperationTimeout } from "./errors.js";
export type * as models from "./models.js";
export { type Page, Pages } from "./pages.js";
export type { Credentials } from "./tokens.js";
