import Time
import Wire

/// A table that is there: its definition, and where its items are in the store.
final class Table: Sendable {
    let definition: TableDefinition
    /// Names the table in the store, and is never used again after it.
    let number: Int
    /// A UUID.
    let id: String
    let created: Timestamp
    let account: AWSAccount
    let history: TableHistory
    let arn: ARN
    /// Of the key that the request named, or of AWS's own.
    let encryptionKeyARN: String
    let items: ItemStore
    /// In the order of `definition.indexes`.
    let indexes: [IndexStore]
    /// The newest one, enabled or not.
    let stream: Stream?
    /// As `UpdateTimeToLive` left it; `nil` when it never was called.
    let timeToLive: TimeToLive?

    init(
        _ definition: TableDefinition,
        number: Int,
        id: String,
        created: Timestamp,
        account: AWSAccount,
        stream: Stream?,
        timeToLive: TimeToLive?,
        history: TableHistory
    ) {
        self.definition = definition
        self.history = history
        self.number = number
        self.id = id
        self.created = created
        arn = account.arn("dynamodb", "table/\(definition.name)")
        let keyID = definition.encryptionKey ?? "alias/aws/dynamodb"
        encryptionKeyARN =
            switch keyID {
            case _ where keyID.hasPrefix("arn:"): keyID
            case _ where keyID.hasPrefix("alias/"): account.arn("kms", keyID).description
            default: account.arn("kms", "key/\(keyID)").description
            }
        items = ItemStore(table: number)
        indexes = definition.indexes.map { IndexStore($0, table: number, tableKey: definition.key) }
        self.stream = stream
        self.timeToLive = timeToLive
        self.account = account
    }

    /// The same table after an update.
    func with(_ definition: TableDefinition, _ history: TableHistory) -> Table {
        with(definition, history, stream: stream, timeToLive: timeToLive)
    }

    /// The same table with another stream, or with none.
    func with(stream: Stream?) -> Table { with(definition, history, stream: stream, timeToLive: timeToLive) }

    /// The same table with other settings of expiry.
    func with(timeToLive: TimeToLive) -> Table { with(definition, history, stream: stream, timeToLive: timeToLive) }

    private func with(
        _ definition: TableDefinition,
        _ history: TableHistory,
        stream: Stream?,
        timeToLive: TimeToLive?
    ) -> Table {
        Table(
            definition,
            number: number,
            id: id,
            created: created,
            account: account,
            stream: stream,
            timeToLive: timeToLive,
            history: history
        )
    }

    var name: String { definition.name }
    var key: KeySchema { definition.key }
    /// An index is being made.
    var isUpdating: Bool { indexes.contains { isBackfilling($0) } }

    /// Whether an index lacks items that were there before it.
    func isBackfilling(_ index: IndexStore) -> Bool { history.indexes[index.index.name]?.isBackfilling ?? false }

    /// Refuses a change of a table that is being changed.
    func checkIsActive() throws(AWSError) {
        guard !isUpdating else { throw .tableInUse(name) }
    }

    /// Whether an item can be put without a look at the one that was there.
    var canOverwrite: Bool { indexes.isEmpty && stream?.isEnabled != true && timeToLive?.isEnabled != true }

    func index(named name: String) throws(AWSError) -> IndexStore {
        guard let index = indexes.first(where: { $0.index.name == name }) else {
            throw .validation("The table does not have the specified index: \(name)")
        }
        return index
    }
}
