import JSON
import ServiceKit
import Storage
import Wire

extension DynamoDB {
    /// Makes the table that a `CreateTable` request describes, unless it is there; returns whether it made it.
    ///
    /// Refuses with AWS's error a request that `CreateTable` refuses, and with a `ResourceInUseException` a table that
    /// is there with another key or other indexes. May be called from any thread that can wait; not from an event loop.
    package func setUpTable(_ request: JSON) throws(AWSError) -> Bool {
        let operation = try CreateTable(CreateTable.input.read(request), self)
        if let table = catalogue[operation.definition.name] {
            try operation.definition.checkIsSame(as: table.definition)
            return false
        }
        do {
            _ = try context.database.writeAndWait(.alone) { connection in
                try operation.perform(self, connection)
            }
        } catch let failure as AWSError {
            throw failure
        } catch let failure as StorageError {
            throw error(for: failure)
        } catch {
            throw .internalFailure
        }
        operation.committed(self)
        return true
    }
}

extension TableDefinition {
    fileprivate func checkIsSame(as present: TableDefinition) throws(AWSError) {
        if key != present.key {
            throw different("its key is (\(present.key.described)), not (\(key.described))")
        }
        let wanted = Set(indexes.map(\.described))
        let there = Set(present.indexes.map(\.described))
        guard wanted == there else {
            let extra = wanted.subtracting(there).union(there.subtracting(wanted)).sorted()
            throw different("its indexes differ: \(extra.joined(separator: "; "))")
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
