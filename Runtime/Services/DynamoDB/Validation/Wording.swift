/// How AWS tells of a value that is none: it has two layers of validation, and which one an action runs decides the text.
enum Wording: Sendable {
    /// PutItem, UpdateItem, DeleteItem, GetItem, BatchGetItem and Query.
    case current
    /// BatchWriteItem, the transactions and Scan.
    case older
}
