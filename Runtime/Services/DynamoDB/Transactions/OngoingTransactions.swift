/// The items of transactions that have been accepted and are not yet committed or refused, and their tokens.
///
/// A transaction of other actions on one of them does not wait for it: it is refused, and so is a write of one of them.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
struct OngoingTransactions: Sendable {
    struct Item: Hashable, Sendable {
        /// The table's number.
        var table: Int
        var key: EncodedKey
    }

    enum Admission: Hashable, Sendable {
        /// It holds its items, until it ends.
        case begun
        /// One with its token is under way.
        case inProgress
        /// Whether each of its items is held by another one; it holds none.
        case conflicts([Bool])
    }

    private(set) var items: Set<Item> = []
    private var tokens: Set<String> = []

    /// `items` differ from each other.
    mutating func begin(_ items: [Item], token: String?) -> Admission {
        if let token, tokens.contains(token) { return .inProgress }
        let conflicts = items.map(self.items.contains)
        guard !conflicts.contains(true) else { return .conflicts(conflicts) }
        self.items.formUnion(items)
        if let token { tokens.insert(token) }
        return .begun
    }

    /// A transaction that has begun is committed or refused.
    mutating func end(_ items: [Item], token: String?) {
        self.items.subtract(items)
        if let token { tokens.remove(token) }
    }
}
