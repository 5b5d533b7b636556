import JSON
import Wire

/// What `GlobalSecondaryIndexUpdates` makes of a table's indexes.
extension TableUpdate {
    private var updates: [JSON] { input["GlobalSecondaryIndexUpdates"]?.arrayValue ?? [] }

    private func actions(_ kind: String) -> [JSON.Object] { updates.compactMap { $0[kind]?.objectValue } }

    /// The throughput that the request gives an index.
    func newThroughput(_ name: String) -> Throughput? {
        actions("Update").first { $0["IndexName"] == .string(name) }?["ProvisionedThroughput"]?.nonNull
            .map { Throughput($0) }
    }

    func checkIndexUpdates() throws(AWSError) {
        guard actions("Create").count + actions("Delete").count <= 1 else {
            throw .limitExceeded("Only 1 online index can be created or deleted simultaneously per table")
        }
        for action in actions("Update") {
            let throughput = Throughput(action["ProvisionedThroughput"])
            guard max(throughput.read, throughput.write) <= Limits.capacityUnits else {
                throw .validation(
                    "This operation cannot be performed with given input values. "
                        + "Please contact DynamoDB service team for more info: Action Blocked: IndexUpdate"
                )
            }
        }
    }

    mutating func changeIndexes() throws(AWSError) {
        for action in actions("Update") { try update(action) }
        for action in actions("Create") { try create(action) }
        for action in actions("Delete") { try delete(action) }
    }

    private mutating func update(_ action: JSON.Object) throws(AWSError) {
        let index = try index(of: action, "update")
        let name = index.name
        var changed = JSON.Object()
        if let json = action["ProvisionedThroughput"]?.nonNull {
            try checkMode(name)
            if !switchesMode {
                try Self.checkDiffers(index.throughput, Throughput(json), "index \(name)", "index")
                try history.indexes[name]?.throughput.change(from: index.throughput, to: Throughput(json), at: now)
            }
            changed["ProvisionedThroughput"] = json
        }
        if let json = action["OnDemandThroughput"]?.nonNull {
            try CreateTableRules.checkOnDemandThroughput(json, "index \(name)", isOnDemand: isOnDemand)
            changed["OnDemandThroughput"] = Self.merged(json, into: index.onDemandThroughput)
        }
        if let json = action["WarmThroughput"]?.nonNull {
            changed["WarmThroughput"] = try Self.warmThroughput(json, index.warmThroughput, "index \(name)")
        }
        guard !changed.isEmpty else {
            throw .invalid(
                "At least one of ProvisionedThroughput, OnDemandThroughput or WarmThroughput "
                    + "must be specified for index: \(name)"
            )
        }
        indexStatus[name] = "UPDATING"
        indexList = indexList.map { index in
            index["IndexName"] == .string(name) ? Self.merged(.object(changed), into: index) : index
        }
    }

    private mutating func create(_ action: JSON.Object) throws(AWSError) {
        let name = action["IndexName"]?.stringValue ?? ""
        guard !table.definition.indexes.contains(where: { $0.name == name }) else {
            throw .validation("Attempting to create an index which already exists")
        }
        if action["ProvisionedThroughput"]?.nonNull != nil { try checkMode(name) }
        guard input["AttributeDefinitions"]?.nonNull != nil else {
            throw .invalid("AttributeDefinitions is not specified for index: \(name)")
        }
        try CreateTableRules.check(newIndex: action, input["AttributeDefinitions"], table, isOnDemand: isOnDemand)
        try define(action)
        indexList.append(.object(action))
        history.lastIndexNumber += 1
        history.indexes[name] = IndexHistory(number: history.lastIndexNumber, isBackfilling: true)
        indexStatus[name] = "CREATING"
        created = name
    }

    private mutating func delete(_ action: JSON.Object) throws(AWSError) {
        let name = try index(of: action, "delete").name
        deleted = try table.index(named: name)
        indexList.removeAll { $0["IndexName"] == .string(name) }
        history.indexes[name] = nil
        indexStatus[name] = "DELETING"
        forgetUnusedDefinitions()
    }

    private func index(of action: JSON.Object, _ change: String) throws(AWSError) -> SecondaryIndex {
        let name = action["IndexName"]?.stringValue ?? ""
        guard let index = table.definition.indexes.first(where: { $0.name == name }) else {
            throw AWSError(
                "ResourceNotFoundException",
                message: "Requested resource not found: Index \(name) for table \(table.name)"
            )
        }
        guard index.kind == .global else {
            throw .validation("Cannot \(change) an index that is not a GlobalSecondaryIndex: \(name)")
        }
        return index
    }

    private func checkMode(_ name: String) throws(AWSError) {
        guard isOnDemand else { return }
        throw .invalid(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: \(name) "
                + "when BillingMode is PAY_PER_REQUEST"
        )
    }

    /// The global indexes of the request. An empty list would make it no valid `CreateTable` request.
    var indexList: [JSON] {
        get { request["GlobalSecondaryIndexes"]?.arrayValue ?? [] }
        set { request["GlobalSecondaryIndexes"] = newValue.isEmpty ? nil : .array(newValue) }
    }

    // MARK: Attribute definitions

    /// Adds the definitions of the new index's keys, which must agree with those that are there.
    private mutating func define(_ index: JSON.Object) throws(AWSError) {
        var definitions = request["AttributeDefinitions"]?.arrayValue ?? []
        for element in index["KeySchema"]?.arrayValue ?? [] {
            let isSame = { (definition: JSON) in definition["AttributeName"] == element["AttributeName"] }
            guard let new = input["AttributeDefinitions"]?.arrayValue?.first(where: isSame) else { continue }
            guard let old = definitions.first(where: isSame) else {
                definitions.append(new)
                continue
            }
            guard old["AttributeType"] == new["AttributeType"] else {
                throw redefined(old, new, index["KeySchema"] ?? [])
            }
        }
        request["AttributeDefinitions"] = .array(definitions)
    }

    private func redefined(_ old: JSON, _ new: JSON, _ schema: JSON) -> AWSError {
        let name = old["AttributeName"]?.stringValue ?? ""
        let schemas = [table.key] + table.definition.indexes.map(\.key)
        let existing = schemas.first { $0.contains(name) } ?? table.key
        let elements = (schema.arrayValue ?? []).map { element in
            let attribute = element["AttributeName"]?.stringValue ?? ""
            let definition = input["AttributeDefinitions"]?.arrayValue?.first {
                $0["AttributeName"] == .string(attribute)
            }
            let type = definition?["AttributeType"]?.stringValue ?? ""
            return (attribute, type, element["KeyType"]?.stringValue ?? "")
        }
        return .invalid(
            "Attributes cannot be redefined. "
                + "Please check that your attribute has the same type as previously defined. "
                + "Existing schema: \(Self.described(existing.elements)) New schema: \(Self.described(elements))"
        )
    }

    private static func described(_ elements: [(name: String, type: String, role: String)]) -> String {
        let texts = elements.map { "SchemaElement: key{\($0.name):\($0.type):\($0.role)}" }
        return "Schema:[\(texts.joined(separator: ", "))]"
    }

    private mutating func forgetUnusedDefinitions() {
        let indexes = ["LocalSecondaryIndexes", "GlobalSecondaryIndexes"].flatMap { request[$0]?.arrayValue ?? [] }
        let schemas = [request["KeySchema"]] + indexes.map { $0["KeySchema"] }
        let used = Set(schemas.flatMap { $0?.arrayValue ?? [] }.compactMap { $0["AttributeName"] })
        let definitions = request["AttributeDefinitions"]?.arrayValue ?? []
        request["AttributeDefinitions"] = .array(
            definitions.filter { $0["AttributeName"].map(used.contains) ?? false }
        )
    }
}

extension KeySchema {
    fileprivate var elements: [(name: String, type: String, role: String)] {
        partition.map { ($0.name, $0.type.rawValue, "HASH") } + sort.map { ($0.name, $0.type.rawValue, "RANGE") }
    }
}
