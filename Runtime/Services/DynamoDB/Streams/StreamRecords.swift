import Storage
import Time

/// The records of one stream in the store, as `GetRecords` gives them, under their sequence numbers.
extension Stream {
    var recordsName: String { "dynamodb_stream_records_\(number)" }

    /// Writes a record in the transaction of the change that it tells of.
    func append(_ record: StreamRecord, eventID: String, at now: Timestamp, _ connection: Connection) throws {
        let last = try connection.first("SELECT MAX(sequence) FROM \(recordsName)") { $0.integer(0) } ?? 0
        let sequenceNumber = max(last, shard(at: now).numbers.lowerBound) + 1
        let stamp = StreamRecord.Stamp(eventID: eventID, sequenceNumber: sequenceNumber, now: now)
        try connection.run(
            "INSERT INTO \(recordsName) (sequence, time, record) VALUES (?, ?, ?)",
            .integer(sequenceNumber),
            .integer(now.nanosecondsSinceEpoch),
            .blob(record.wireBytes(self, stamp))
        )
    }

    /// The sequence number of a shard's last record; `nil` for none.
    func last(of shard: StreamShard, _ connection: Connection) throws -> Int? {
        try connection.first(
            "SELECT MAX(sequence) FROM \(recordsName) WHERE sequence > ? AND sequence < ?",
            .integer(shard.numbers.lowerBound),
            .integer(shard.numbers.upperBound)
        ) { $0.isNull(0) ? nil : $0.integer(0) } ?? nil
    }

    /// Hands on the records of a shard from `position`, until `body` returns false.
    func forEachRecord(
        of shard: StreamShard,
        from position: Int,
        _ connection: Connection,
        _ body: (_ sequenceNumber: Int, _ record: [UInt8]) -> Bool
    ) throws {
        try connection.query(
            "SELECT sequence, record FROM \(recordsName) WHERE sequence >= ? AND sequence < ? ORDER BY sequence",
            [.integer(max(position, shard.numbers.lowerBound)), .integer(shard.numbers.upperBound)]
        ) { body($0.integer(0), $0.bytes(1)) }
    }

    /// Removes records that are too old, up to `limit`. Returns when the next one will be; `nil` when there is none left.
    func trim(at now: Timestamp, limit: Int, _ connection: Connection) throws -> Timestamp? {
        var last: Int?
        try connection.query(
            "SELECT sequence, time FROM \(recordsName) ORDER BY sequence LIMIT ?",
            [.integer(limit)]
        ) { row in
            let written = Timestamp(nanosecondsSinceEpoch: Int64(row.integer(1)))
            guard now - written >= Self.retention else { return false }
            last = row.integer(0)
            return true
        }
        if let last {
            try connection.run("DELETE FROM \(recordsName) WHERE sequence <= ?", .integer(last))
            try connection.run(
                "UPDATE dynamodb_stream SET trimmed = ? WHERE number = ?",
                .integer(last),
                .integer(number)
            )
        }
        return try connection.first("SELECT time FROM \(recordsName) ORDER BY sequence LIMIT 1") { row in
            Timestamp(nanosecondsSinceEpoch: Int64(row.integer(0))) + Self.retention
        }
    }
}
