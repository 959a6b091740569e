// Makes the calls that come as lines of JSON, and answers each with a line: what the generated client has decoded.
import { createInterface } from "node:readline";
import { connect, type Hub, operations } from "./operations.js";

interface Order {
    url: string;
    token: string | null;
    operation: keyof typeof operations;
    given: object;
}

type Operation = (hub: Hub, given: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

for await (const line of createInterface({ input: process.stdin })) {
    const order = JSON.parse(line) as Order;
    const hub = connect({
        baseUrl: order.url,
        headers: order.token ? { Authorization: `Bearer ${order.token}` } : {},
    });
    const { data, error, response } = await (operations[order.operation] as unknown as Operation)(hub, order.given);
    process.stdout.write(`${JSON.stringify({ status: response.status, body: data ?? error ?? null })}\n`);
}
