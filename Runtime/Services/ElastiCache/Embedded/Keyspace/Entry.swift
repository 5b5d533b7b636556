/// What a key holds.
struct Entry {
    enum Value {
        case string(Bytes)
        case list(ListValue)
        case hash(OrderedHash)
        case set(OrderedHash)
        case sortedSet(SortedSet)
    }

    var value: Value
    /// In milliseconds since 1970.
    var expiry: Int?
    /// Counts the uses of all keys: the least was used longest ago.
    var lastUse = 0

    /// Estimated; without its key.
    var byteCount: Int {
        switch value {
        case .string(let bytes): bytes.count
        case .list(let list): list.byteCount
        case .hash(let hash), .set(let hash): hash.byteCount
        case .sortedSet(let set): set.byteCount
        }
    }

    var typeName: String {
        switch value {
        case .string: "string"
        case .list: "list"
        case .hash: "hash"
        case .set: "set"
        case .sortedSet: "zset"
        }
    }
}

/// A kind of value that vanishes when its last element is removed.
protocol Container {
    init()
    var count: Int { get }
    var changes: Int { get }
}

extension ListValue: Container {}
extension OrderedHash: Container {}
extension SortedSet: Container {}

/// How a container is put into an entry and taken out: a hash and a set differ in that alone.
struct ContainerKind<Contents: Container>: Sendable {
    var wrap: @Sendable (Contents) -> Entry.Value
    var unwrap: @Sendable (Entry.Value) -> Contents?
}

extension ContainerKind<ListValue> {
    static var list: Self { Self(wrap: { .list($0) }, unwrap: { if case .list(let list) = $0 { list } else { nil } }) }
}

extension ContainerKind<OrderedHash> {
    static var hash: Self { Self(wrap: { .hash($0) }, unwrap: { if case .hash(let hash) = $0 { hash } else { nil } }) }
    static var set: Self { Self(wrap: { .set($0) }, unwrap: { if case .set(let set) = $0 { set } else { nil } }) }
}

extension ContainerKind<SortedSet> {
    static var sortedSet: Self {
        Self(wrap: { .sortedSet($0) }, unwrap: { if case .sortedSet(let set) = $0 { set } else { nil } })
    }
}
