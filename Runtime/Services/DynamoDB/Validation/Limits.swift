import Wire

/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
enum Limits {
    static let itemBytes = 400 * 1024
    /// What a page of a Query or Scan reads before filters.
    static let pageBytes = 1024 * 1024
    static let batchGetKeys = 100
    static let batchGetBytes = 16 * 1024 * 1024
    static let batchWrites = 25
    static let transactItems = 100
    static let transactBytes = 4 * 1024 * 1024
    /// Of each part of the key of a global index.
    static let keyAttributes = 4
    static let tags = 50
    /// Of a table's or index's throughput.
    static let capacityUnits = 1_000_000_000_000
    static let attributeNameBytes = 65535
    static let localIndexes = 5
    static let globalIndexes = 20
    /// Attributes that the indexes of one table may project by name, together.
    static let projectedAttributes = 100

    static func checkAttributeName(_ name: String) throws(AWSError) {
        if name.isEmpty { throw .invalid("Empty attribute name") }
        if name.utf8.count > attributeNameBytes {
            throw .invalid("Attribute name is too large, must be less than \(attributeNameBytes + 1) bytes")
        }
    }
}
