/**
 * Lists, which are fetched page by page while they are iterated:
 *
 *     for await (const vehicle of hub.vehicles.list({ fleet_refs: ["fleet-7"] })) console.log(vehicle.vin);
 *     for await (const page of hub.vehicles.list().pages()) console.log(page.total, page.items.length);
 */

/** One page of a list. */
export interface Page<Item> {
  items: Item[];
  /** How many items all pages have; null for lists that do not count. */
  total: number | null;
  /** The cursor of the page after this one; null at the end of the list. */
  next_page: string | null;
  previous_page: string | null;
}

/** A list. Each iteration begins at its first page again. */
export class Pages<Item> implements AsyncIterable<Item> {
  constructor(
    private readonly fetch: (cursor: string | null) => Promise<Page<Item>>,
    private readonly cursor: string | null,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) yield* page.items;
  }

  /** The list page by page. */
  async *pages(): AsyncGenerator<Page<Item>, void, undefined> {
    let cursor = this.cursor;
    do {
      const page: Page<Item> = await this.fetch(cursor);
      yield page;
      cursor = page.next_page;
    } while (cursor !== null);
  }

  /** The first item, or null. */
  async first(): Promise<Item | null> {
    for await (const item of this) return item;
    return null;
  }

  /** All items. A list may be long: iterate unless you need them at once. */
  async all(): Promise<Item[]> {
    const items: Item[] = [];
    for await (const page of this.pages()) items.push(...page.items);
    return items;
  }
}
