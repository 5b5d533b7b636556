import Synchronization
import Wire

/// The transactions under way, for all threads. While there is none, a write pays for one look at a number.
final class TransactionGuard: Sendable {
    private let ongoing = Mutex(OngoingTransactions())
    private let itemCount = Atomic(0)

    /// Throws why a transaction cannot begin.
    func begin(_ items: [OngoingTransactions.Item], token: String?) throws(AWSError) {
        let admission = ongoing.withLock { ongoing in
            let admission = ongoing.begin(items, token: token)
            itemCount.store(ongoing.items.count, ordering: .relaxed)
            return admission
        }
        switch admission {
        case .begun: return
        case .inProgress: throw .transactionInProgress
        case .conflicts(let conflicts): throw .transactionCanceled(conflicts: conflicts)
        }
    }

    func end(_ items: [OngoingTransactions.Item], token: String?) {
        ongoing.withLock { ongoing in
            ongoing.end(items, token: token)
            itemCount.store(ongoing.items.count, ordering: .relaxed)
        }
    }

    /// What is held now.
    var held: HeldItems {
        guard itemCount.load(ordering: .relaxed) > 0 else { return HeldItems() }
        return HeldItems(ongoing.withLock { $0.items })
    }
}

/// The items that transactions held when a request came in.
struct HeldItems: Sendable {
    private let items: Set<OngoingTransactions.Item>?

    init(_ items: Set<OngoingTransactions.Item>? = nil) { self.items = items }

    var isEmpty: Bool { items == nil }

    func contains(_ key: EncodedKey, of table: Table) -> Bool {
        items?.contains(OngoingTransactions.Item(table: table.number, key: key)) ?? false
    }

    /// Refuses a write of an item that is held.
    func check(_ key: EncodedKey, of table: Table) throws(AWSError) {
        if contains(key, of: table) { throw .transactionConflict }
    }
}

extension AWSError {
    static let transactionConflict = AWSError(
        "TransactionConflictException",
        message: CancellationReason.conflictMessage
    )

    static let transactionInProgress = AWSError(
        "TransactionInProgressException",
        message: "The transaction with the given request token is already in progress."
    )

    /// Whether another transaction holds the item of each action.
    static func transactionCanceled(conflicts: [Bool]) -> AWSError {
        transactionCanceled(conflicts.map { $0 ? .conflict : .none })
    }
}
