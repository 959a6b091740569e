/**
 * A local copy of a list that stays equal to the hub's without webhooks.
 *
 *     const copy = new Copy((query) => hub.vehicles.list({ ...query, fleet_refs: ["fleet-7"] }));
 *     await copy.update();               // everything at first, later only what has changed
 *     copy.records;                      // by id
 *     (await copy.differences()).size;   // 0 proves it, by reading the whole list
 *
 * To go on in another process, store `since`, and the `updated_at` of each record by its id:
 * `new Copy(…, { since, known })`. A record that was removed at its provider has `deleted_at`.
 */
import type { Pages } from "./pages.js";

/** What all records have. */
export interface CopiedRecord {
  id: string;
  updated_at: string;
}

/** The first `updated_from`: before anything was stored. */
const BEGINNING = "2000-01-01T00:00:00Z";

export interface CopyState {
  /** The last change that the copy has. The next update begins with it, since several may have the same time. */
  since: string;
  /** When each record that the copy has was changed, by the record's id. */
  known: Iterable<readonly [string, string]>;
}

export class Copy<Item extends CopiedRecord> {
  /** The records that this object has fetched. */
  readonly records = new Map<string, Item>();
  /** When each record of the copy was changed, by its id: what a later copy goes on from, with `since`. */
  readonly known: Map<string, string>;
  since: string;

  constructor(
    private readonly list: (query: { updated_from: string }) => Pages<Item>,
    from: CopyState = { since: BEGINNING, known: [] },
  ) {
    this.since = from.since;
    this.known = new Map(from.known);
  }

  /** The records that have changed since the last update, in the order of their change. */
  async *changes(): AsyncGenerator<Item, void, undefined> {
    for await (const record of this.list({ updated_from: this.since })) {
      const before = this.known.get(record.id);
      // The list is in the order of changes.
      this.since = record.updated_at;
      this.known.set(record.id, record.updated_at);
      this.records.set(record.id, record);
      if (before !== record.updated_at) yield record;
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
    const different = new Set(this.known.keys());
    for await (const record of this.list({ updated_from: BEGINNING })) {
      if (this.known.get(record.id) === record.updated_at) different.delete(record.id);
      else different.add(record.id);
    }
    return different;
  }
}
