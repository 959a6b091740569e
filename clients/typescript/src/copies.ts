/**
 * A local copy of a list that stays equal to the hub's without webhooks.
 *
 *     const copy = new Copy((query) => hub.vehicles.list({ ...query, fleet_refs: ["fleet-7"] }));
 *     await copy.update();               // everything at first, later only what has changed
 *     copy.records;                      // by id
 *     (await copy.differences()).size;   // 0 proves it, by reading the whole list
 *
 * Store `since` beside your own copy: `new Copy(…, stored)` goes on there. A record that was removed at its provider has
 * `deleted_at`.
 */
import type { Pages } from "./pages.js";

/** What all records have. */
export interface CopiedRecord {
  id: string;
  updated_at: string;
}

/** The first `updated_from`: before anything was stored. */
const BEGINNING = "2000-01-01T00:00:00Z";

export class Copy<Item extends CopiedRecord> {
  readonly records = new Map<string, Item>();

  constructor(
    private readonly list: (query: { updated_from: string }) => Pages<Item>,
    /** The last change that the copy has. The next update begins with it, since several may have the same time. */
    public since: string = BEGINNING,
  ) {}

  /** The records that have changed since the last update, in the order of their change. */
  async *changes(): AsyncGenerator<Item, void, undefined> {
    for await (const record of this.list({ updated_from: this.since })) {
      const held = this.records.get(record.id);
      // The list is in the order of changes.
      this.since = record.updated_at;
      this.records.set(record.id, record);
      if (held?.updated_at !== record.updated_at) yield record;
    }
  }

  /** Fetch what has changed. Returns how many records that were. */
  async update(): Promise<number> {
    let count = 0;
    for await (const _ of this.changes()) count += 1;
    return count;
  }

  /** The ids of records in which the copy and the whole list differ. Update first. */
  async differences(): Promise<Set<string>> {
    const different = new Set(this.records.keys());
    for await (const record of this.list({ updated_from: BEGINNING })) {
      if (this.records.get(record.id)?.updated_at === record.updated_at) different.delete(record.id);
      else different.add(record.id);
    }
    return different;
  }
}
