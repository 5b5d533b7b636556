import AWSClient

/// Writes the rows of one file into one table.
struct FileLoad {
    /// What becomes of a row.
    enum Row {
        case item(DynamoDB.Item)
        case passedOver
    }

    /// Rows between two checkpoints.
    private static let checkpointInterval = 2_500

    let dynamoDB: DynamoDB
    let table: String
    let keyNames: [String]
    /// What the first line of a CSV must name.
    let requiredColumns: [String]
    /// `nil` for a load that cannot be resumed.
    let checkpoints: CheckpointStore?
    let reporter: ProgressReporter

    /// `row` throws `RowRejection` for what cannot be taken.
    func run(
        _ file: LoadFile,
        _ summary: inout LoadSummary,
        row: (Record.Content) throws(RowRejection) -> Row
    ) async throws {
        guard var reader = try RecordReader(file) else { return }
        try reader.requireColumns(requiredColumns, file.path)
        let checkpoints = file.isCopy ? nil : checkpoints
        let resumed = try await resumedLine(file, checkpoints)
        var writer = BatchWriter(dynamoDB: dynamoDB, table: table, keyNames: keyNames)
        var sinceCheckpoint = 0
        while let record = try reader.next() {
            summary.rows += 1
            reporter.advance(to: summary.rows, fraction: reader.fraction)
            if record.line <= resumed {
                summary.resumed += 1
                continue
            }
            guard let item = take(record, &summary, row) else { continue }
            try await writer.put(item)
            summary.written += 1
            sinceCheckpoint += 1
            if sinceCheckpoint == Self.checkpointInterval {
                try await writer.flush()
                try checkpoints?.write(checkpoint(file, record.line, item))
                sinceCheckpoint = 0
            }
        }
        try await writer.flush()
    }

    private func take(
        _ record: Record,
        _ summary: inout LoadSummary,
        _ row: (Record.Content) throws(RowRejection) -> Row
    ) -> DynamoDB.Item? {
        do throws(RowRejection) {
            switch try row(record.content.get()) {
            case .item(let item): return item
            case .passedOver: summary.passedOver += 1
            }
        } catch {
            summary.rejected.add(error.reason, line: record.line, bytes: record.bytes)
        }
        return nil
    }

    /// The last line that need not be written again, 0 for none.
    private func resumedLine(_ file: LoadFile, _ checkpoints: CheckpointStore?) async throws -> Int {
        guard let checkpoint = checkpoints?.read(file.path, file.version) else { return 0 }
        let key = checkpoint.witness.mapValues(AttributeValue.s)
        let output = try await dynamoDB.getItem(.init(tableName: table, key: key, consistentRead: true))
        return output.item == nil ? 0 : checkpoint.line
    }

    private func checkpoint(_ file: LoadFile, _ line: Int, _ item: DynamoDB.Item) -> Checkpoint {
        let witness = keyNames.compactMap { name in item[name]?.stringValue.map { (name, $0) } }
        return Checkpoint(
            path: file.path,
            version: file.version,
            line: line,
            witness: Dictionary(uniqueKeysWithValues: witness)
        )
    }
}
