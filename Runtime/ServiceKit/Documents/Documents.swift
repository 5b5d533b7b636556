import JSON

/// The resources of a service as JSON documents: a value that actions read and change, and that remembers what it has
/// not yet written to the store.
package struct Documents: Sendable {
    /// What kind of resource and in which region.
    package struct Shelf: Sendable, Hashable {
        package var kind: String
        package var region: String

        package init(_ kind: String, _ region: String) {
            self.kind = kind
            self.region = region
        }
    }

    /// One resource.
    package struct Key: Sendable, Hashable {
        package var shelf: Shelf
        package var name: String
    }

    private var shelves: [Shelf: [String: JSON.Object]] = [:]
    /// What has become of documents; `nil` for one that is gone.
    private(set) var changes: [Key: JSON.Object?] = [:]

    package init() {}

    package subscript(shelf: Shelf, name: String) -> JSON.Object? {
        get { shelves[shelf]?[name] }
        set {
            shelves[shelf, default: [:]][name] = newValue
            changes[Key(shelf: shelf, name: name)] = .some(newValue)
        }
    }

    /// In the order of their names.
    package func all(_ shelf: Shelf) -> [(name: String, document: JSON.Object)] {
        (shelves[shelf] ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Those for which `matches` holds, in the order of their names.
    package func all(
        _ shelf: Shelf,
        where matches: (_ name: String, JSON.Object) -> Bool
    ) -> [(name: String, document: JSON.Object)] {
        (shelves[shelf] ?? [:]).filter { matches($0.key, $0.value) }.sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }

    /// Any for which `matches` holds: takes less than putting all in order.
    package func any(
        _ shelf: Shelf,
        where matches: (_ name: String, JSON.Object) -> Bool
    ) -> (name: String, document: JSON.Object)? {
        shelves[shelf]?.first { matches($0.key, $0.value) }.map { ($0.key, $0.value) }
    }

    /// The regions in which there is or was anything of a kind.
    package func regions(of kind: String) -> [String] {
        shelves.keys.filter { $0.kind == kind }.map(\.region).sorted()
    }

    func withoutChanges() -> Documents {
        var documents = self
        documents.changes = [:]
        return documents
    }
}
