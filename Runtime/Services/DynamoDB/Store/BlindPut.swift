import JSON
import Storage

/// An item on its way into a table that asks nothing of what it replaces: encoded where its request came in, so that
/// the one writer has nothing left to do but to write it.
struct BlindPut: Sendable {
    let table: Table
    let key: EncodedKey
    let item: StoredItem

    /// The item at `index` of a request; `nil` where there is more to it.
    init?(_ request: JSONTape, at index: Int, into table: Table) {
        guard table.canOverwrite, let (key, item) = ItemReader.read(request, at: index, table.key) else { return nil }
        self.table = table
        self.key = key
        self.item = item
    }

    func perform(_ connection: Connection) throws { try table.items.put(key, item, connection) }
}

extension Catalogue {
    /// The table that the string at `index` of a request names, and not by its ARN.
    func table(named index: Int, in request: JSONTape) -> Table? {
        guard request.isString(index) else { return nil }
        return self[request.string(index)]
    }

    /// Whether a table is still there as it was.
    func holds(_ table: Table) -> Bool { self[table.name] === table }
}
