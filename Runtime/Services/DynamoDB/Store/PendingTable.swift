import Synchronization

/// A table between the transaction that makes or alters it and the commit, after which it is in the catalogue.
final class PendingTable: Sendable {
    private let table = Mutex<Table?>(nil)

    func set(_ table: Table) { self.table.withLock { $0 = table } }

    func insert(into catalogue: Catalogue) {
        if let table = table.withLock({ $0 }) { catalogue.insert(table) }
    }
}
