import Storage

/// How much a table or index holds. AWS brings its figures up to date every six hours; here items are counted exactly,
/// and bytes are the items times the mean size of the first thousand.
enum TableStatistics {
    static func count(_ tableName: String, _ connection: Connection) throws -> (items: Int, bytes: Int) {
        let items = try connection.first("SELECT COUNT(*) FROM \(tableName)") { $0.integer(0) } ?? 0
        guard items > 0 else { return (0, 0) }
        let sample = "SELECT SUM(size), COUNT(*) FROM (SELECT size FROM \(tableName) LIMIT 1000)"
        let (bytes, sampled) = try connection.first(sample) { ($0.integer(0), $0.integer(1)) } ?? (0, 1)
        return (items, items == sampled ? bytes : bytes / max(1, sampled) * items)
    }
}
