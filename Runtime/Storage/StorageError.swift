/// Why the store could not do what it was asked.
package enum StorageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file is not a database, or pages of it are damaged.
    case corrupt(path: String, detail: String)
    /// A newer version of this program has changed the file's schema.
    case newer(path: String)
    /// Another process holds the file.
    case inUse(path: String)
    /// No space is left. What was being written is rolled back.
    case full(path: String)
    /// The file cannot be opened, read or written.
    case unavailable(path: String, detail: String)
    /// The store is closed.
    case closed
    /// SQLite refuses a statement: a mistake in a service.
    case statement(sql: String, detail: String)

    package var description: String {
        switch self {
        case .corrupt(let path, let detail):
            "\(path) is damaged (\(detail)). Restore it from a copy, or move it away to start with an empty state."
        case .newer(let path):
            "\(path) was written by a newer version of Hearth. Use that one, or move the file away to start with an empty "
                + "state."
        case .inUse(let path):
            "\(path) is in use by another process. Stop that one, or choose another data directory."
        case .full(let path):
            "No space is left to write \(path). Free some and try again."
        case .unavailable(let path, let detail):
            "\(path) cannot be used: \(detail). See to the file and its folder, or choose another data directory."
        case .closed: "The store is closed."
        case .statement(let sql, let detail): "SQLite refuses a statement: \(detail). \(sql)"
        }
    }
}
