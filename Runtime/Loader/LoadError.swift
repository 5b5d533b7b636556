#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why a load could not start or go on.
package enum LoadError: Error, Hashable {
    /// The path and the system's error number.
    case unreadable(String, Int32)
    /// The path and what is the matter with it.
    case unknownFormat(String, String)
    /// The path of a CSV, and what its first line does not name of what it must name.
    case missingColumns(String, missing: [String], required: [String])
    /// DynamoDB kept leaving items of this table unwritten.
    case unprocessed(String)
    /// Others kept changing the counters of this book.
    case contended(String)
    /// There are no books to rate.
    case noBooks
}

extension LoadError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let path, let number): "\(path): \(String(cString: strerror(number)))"
        case .unknownFormat(let path, let reason): "\(path): \(reason)"
        case .missingColumns(let path, let missing, let required):
            "\(path): the first line of a CSV names its columns, \(required.joined(separator: ", ")) among them; "
                + "this one names no \(missing.joined(separator: " and no "))"
        case .unprocessed(let table): "DynamoDB does not take the items of table \(table), too many requests?"
        case .contended(let book): "the ratings of book \(book) change faster than they can be counted"
        case .noBooks: "there are no books to rate: load books first"
        }
    }
}
