import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

extension DynamoDB {
    /// Makes the table that a `CreateTable` request describes, with the expiry of an `UpdateTimeToLive` request, unless
    /// it is there; returns whether it made it. A table that is there gets the global indexes, the stream and the expiry
    /// that it lacks; a stream with another view type ends, and another one begins. What it has beyond the request stays.
    ///
    /// Refuses with AWS's error what these actions refuse, and with a `ResourceInUseException` a table that is there
    /// with another key, without one of the local indexes or with another index of the same name. May be called from any
    /// thread that can wait, not from an event loop: a second new index waits until the first one is whole.
    package func setUpTable(_ request: JSON, timeToLive: JSON? = nil) throws(AWSError) -> Bool {
        var operation = try CreateTable(CreateTable.read(request), self)
        let name = operation.definition.name
        operation.streamCreated = formerStreams.withLock { $0.removeValue(forKey: name) }
        let expiry = try timeToLive.map { (json) throws(AWSError) in
            try UpdateTimeToLive(UpdateTimeToLive.input.read(json), self)
        }
        let present = catalogue[name]
        if let present {
            try operation.definition.checkIsServed(by: present.definition)
            for index in operation.definition.globalIndexes(missingIn: present.definition) {
                try addIndex(index, request)
            }
            try setUpStream(StreamSpecification(request["StreamSpecification"]), of: name)
        } else {
            try performAndWait(operation)
        }
        if let expiry, !expiry.isInForce(self) { try performAndWait(expiry) }
        return present == nil
    }

    /// The ARN of the stream that a table has now.
    package func streamARN(ofTable name: String) -> String? {
        catalogue[name]?.stream.flatMap { $0.isEnabled ? $0.arn.description : nil }
    }

    /// Adds an index of a `CreateTable` request to the table that is there. It is filled in the background.
    private func addIndex(_ index: JSON, _ request: JSON) throws(AWSError) {
        let update = JSON.Object([
            ("TableName", request["TableName"] ?? .null),
            ("AttributeDefinitions", request["AttributeDefinitions"] ?? .null),
            ("GlobalSecondaryIndexUpdates", [["Create": index]]),
        ])
        catalogue.waitWhileUpdating(request["TableName"]?.stringValue ?? "")
        try performAndWait(UpdateTable(UpdateTable.read(.object(update)), self))
    }

    /// Enables the stream that a table lacks, in the place of one with another view type.
    private func setUpStream(_ wanted: StreamSpecification?, of name: String) throws(AWSError) {
        guard case .enabled(let viewType)? = wanted else { return }
        try writeAndWait { [self] connection -> Table? in
            guard var table = catalogue[name] else { return nil }
            if let stream = table.stream, stream.isEnabled {
                if stream.viewType == viewType { return nil }
                table = try table.with(.disabled, at: context.time.now, connection)
            }
            return try table.with(.enabled(viewType), at: context.time.now, connection)
        } committed: { [self] table in
            if let table { catalogue.insert(table) }
        }
        retainStreams()
    }

    private func performAndWait(_ operation: some Operation<DynamoDB>) throws(AWSError) {
        try writeAndWait { [self] in
            try operation.perform(self, $0)
        } committed: { [self] _ in
            operation.committed(self)
        }
    }

    private func writeAndWait<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Value,
        committed: @escaping @Sendable (Value) -> Void
    ) throws(AWSError) {
        do {
            _ = try context.database.writeAndWait(.alone, body, committed: committed)
        } catch let failure as AWSError {
            throw failure
        } catch let failure as StorageError {
            throw error(for: failure)
        } catch {
            throw .internalFailure
        }
    }
}

extension TableDefinition {
    /// Whether the table that is there can be used as this one.
    fileprivate func checkIsServed(by present: TableDefinition) throws(AWSError) {
        if key != present.key {
            throw different("its key is (\(present.key.described)), not (\(key.described))")
        }
        let names = Set(present.indexes.map(\.name))
        let needed = indexes.filter { $0.kind == .local || names.contains($0.name) }
        let missing = Set(needed.map(\.described)).subtracting(present.indexes.map(\.described)).sorted()
        guard missing.isEmpty else { throw different("it lacks \(missing.joined(separator: "; "))") }
    }

    /// The request's global indexes whose names the table that is there does not know.
    fileprivate func globalIndexes(missingIn present: TableDefinition) -> [JSON] {
        let names = Set(present.indexes.map(\.name))
        return (request[SecondaryIndex.Kind.global.rawValue]?.arrayValue ?? []).filter {
            !names.contains($0["IndexName"]?.stringValue ?? "")
        }
    }

    private func different(_ what: String) -> AWSError {
        AWSError(
            "ResourceInUseException",
            message: "Table \(name) is there already, but \(what). Delete the table, or give the new one another name."
        )
    }
}

extension KeySchema {
    fileprivate var described: String {
        attributes.map { "\($0.name): \($0.type.rawValue)" }.joined(separator: ", ")
    }
}

extension SecondaryIndex {
    fileprivate var described: String {
        let projection =
            switch projected {
            case .all: "ALL"
            case .keysOnly: "KEYS_ONLY"
            case .include(let names): "INCLUDE \(names.sorted().joined(separator: ", "))"
            }
        return "\(kind == .local ? "local" : "global") index \(name) on (\(key.described)) with \(projection)"
    }
}
