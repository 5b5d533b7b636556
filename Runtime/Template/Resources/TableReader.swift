import Wire

/// Reads an `AWS::DynamoDB::Table` or an `AWS::Serverless::SimpleTable`.
struct TableReader: ResourceReader {
    let resource: Resource
    let resolver: Resolver
    let fields: Fields

    /// The table; `nil`, and complaints, when it could not be created. All of it is read in any case.
    func table() -> Application.Table? {
        (resource.isServerless ? PropertyTable.simpleTable : .dynamoDBTable).check(fields)
        let name = name()
        let arn = resolver.arn(of: resource).flatMap { ARN($0) }
        let shape = resource.isServerless ? simpleKey() : declaredKey()
        var table = Application.Table(
            logicalID: resource.logicalID,
            name: name ?? resource.logicalID,
            arn: arn ?? resolver.emulator.account.arn("dynamodb", "table/\(resource.logicalID)"),
            attributeDefinitions: shape?.attributes ?? [],
            key: shape?.key ?? .init(partitionKey: ""),
            path: resource.path
        )
        readSettings(into: &table)
        if !resource.isServerless { readIndexes(into: &table) }
        if !resource.isServerless, shape != nil { TableRules(fields: fields).check(table) }
        return name == nil || arn == nil || shape == nil ? nil : table
    }

    private func name() -> String? {
        if fields["TableName"]?.isUnresolved == true { return nil }
        let name = fields["TableName"] == nil ? resolver.physicalName(of: resource) : fields.string("TableName")
        guard let name else { return nil }
        guard TableRules.isName(name) else {
            resolver.findings.error(
                fields["TableName"]?.path ?? resource.path,
                "a table name has 3 to 255 letters, digits, dots, hyphens and underscores: \"\(name)\" does not do"
            )
            return nil
        }
        return name
    }

    // MARK: Keys

    /// A string called `id`, unless `PrimaryKey` says otherwise.
    private func simpleKey() -> (attributes: [Application.Table.Attribute], key: Application.Table.Key)? {
        guard fields["PrimaryKey"] != nil else {
            return ([.init("id", .string)], .init(partitionKey: "id"))
        }
        guard let key = fields.object("PrimaryKey") else { return nil }
        key.allow(["Name", "Type"])
        let types: [String: Application.Table.AttributeType] = [
            "String": .string, "Number": .number, "Binary": .binary,
        ]
        let name = key.requiredString("Name")
        let word = key.requiredString("Type")
        if let word, types[word] == nil {
            resolver.findings.error(
                key.path(of: "Type"),
                "\(word) is not one of String, Number, Binary",
                remedy: Spelling.remedy(for: word, among: types.keys)
            )
        }
        guard let name, let type = word.flatMap({ types[$0] }) else { return nil }
        return ([.init(name, type)], .init(partitionKey: name))
    }

    private func declaredKey() -> (attributes: [Application.Table.Attribute], key: Application.Table.Key)? {
        if fields["AttributeDefinitions"] == nil { fields.missing("AttributeDefinitions") }
        let attributes = fields.objects("AttributeDefinitions").compactMap(attribute)
        return key(of: fields).map { (attributes, $0) }
    }

    private func attribute(_ fields: Fields) -> Application.Table.Attribute? {
        fields.allow(["AttributeName", "AttributeType"])
        if fields["AttributeType"] == nil { fields.missing("AttributeType") }
        let name = fields.requiredString("AttributeName")
        let type = fields.choice("AttributeType", Application.Table.AttributeType.self)
        guard let name, let type else { return nil }
        return .init(name, type)
    }

    private enum KeyType: String, CaseIterable { case hash = "HASH", range = "RANGE" }

    /// One `HASH` element, and perhaps one `RANGE` element after it.
    private func key(of fields: Fields) -> Application.Table.Key? {
        guard fields["KeySchema"] != nil else {
            fields.missing("KeySchema")
            return nil
        }
        guard let elements = fields.list("KeySchema") else { return nil }
        let named: [(name: String, type: KeyType)] = fields.objects("KeySchema").compactMap { element in
            element.allow(["AttributeName", "KeyType"])
            if element["KeyType"] == nil { element.missing("KeyType") }
            guard let name = element.requiredString("AttributeName"), let type = element.choice("KeyType", KeyType.self)
            else { return nil }
            return (name, type)
        }
        guard named.count == elements.count else { return nil }
        if named.map(\.type) == [.hash] { return .init(partitionKey: named[0].name) }
        if named.map(\.type) == [.hash, .range], named[0].name != named[1].name {
            return .init(partitionKey: named[0].name, sortKey: named[1].name)
        }
        resolver.findings.error(
            fields.path(of: "KeySchema"),
            "a key is one HASH attribute, and perhaps another RANGE attribute after it"
        )
        return nil
    }

    // MARK: Indexes

    private func readIndexes(into table: inout Application.Table) {
        table.globalSecondaryIndexes = fields.objects("GlobalSecondaryIndexes").compactMap { index in
            PropertyTable.globalSecondaryIndex.check(index)
            return self.index(index)
        }
        table.localSecondaryIndexes = fields.objects("LocalSecondaryIndexes").compactMap { index in
            PropertyTable.localSecondaryIndex.check(index)
            return self.index(index)
        }
    }

    private func index(_ fields: Fields) -> Application.Table.Index? {
        let name = fields.requiredString("IndexName")
        let key = key(of: fields)
        let projection = projection(fields)
        guard let name, let key, let projection else { return nil }
        return .init(
            name: name,
            key: key,
            projection: projection,
            provisionedThroughput: throughput(fields)
        )
    }

    private enum ProjectionType: String, CaseIterable {
        case all = "ALL", keysOnly = "KEYS_ONLY", include = "INCLUDE"
    }

    private func projection(_ fields: Fields) -> Application.Table.Projection? {
        guard fields["Projection"] != nil else {
            fields.missing("Projection")
            return nil
        }
        guard let projection = fields.object("Projection") else { return nil }
        projection.allow(["ProjectionType", "NonKeyAttributes"])
        if projection["ProjectionType"] == nil { projection.missing("ProjectionType") }
        let others = projection.strings("NonKeyAttributes")
        guard let type = projection.choice("ProjectionType", ProjectionType.self) else { return nil }
        if type == .include, others?.isEmpty != false { projection.missing("NonKeyAttributes") }
        if type != .include, others != nil {
            resolver.findings.error(
                projection.path(of: "NonKeyAttributes"),
                "One or more parameter values were invalid: ProjectionType is \(type.rawValue), "
                    + "but NonKeyAttributes is specified"
            )
        }
        switch type {
        case .all: return .all
        case .keysOnly: return .keysOnly
        case .include: return .include(others ?? [])
        }
    }

    // MARK: Settings

    private func readSettings(into table: inout Application.Table) {
        table.provisionedThroughput = throughput(fields)
        table.tags = resource.isServerless ? fields.stringMap("Tags") : fields.tagList("Tags")
        table.serverSideEncryption = serverSideEncryption()
        table.tableClass = fields.choice("TableClass", Application.Table.TableClass.self) ?? .standard
        table.deletionProtectionEnabled = fields.bool("DeletionProtectionEnabled") ?? false
        if let stream = fields.object("StreamSpecification") {
            PropertyTable.streamSpecification.check(stream)
            if stream["StreamViewType"] == nil { stream.missing("StreamViewType") }
            table.streamViewType = stream.choice("StreamViewType", Application.Table.StreamViewType.self)
        }
        if let expiry = fields.object("TimeToLiveSpecification") {
            expiry.allow(["AttributeName", "Enabled"])
            if expiry["Enabled"] == nil { expiry.missing("Enabled") }
            if expiry.bool("Enabled") == true { table.timeToLiveAttribute = expiry.requiredString("AttributeName") }
        }
    }

    private func throughput(_ fields: Fields) -> Application.Table.Throughput? {
        guard let throughput = fields.object("ProvisionedThroughput") else { return nil }
        throughput.allow(["ReadCapacityUnits", "WriteCapacityUnits"])
        for name in ["ReadCapacityUnits", "WriteCapacityUnits"] where throughput[name] == nil {
            throughput.missing(name)
        }
        let read = throughput.int("ReadCapacityUnits", in: 1...Int.max)
        let write = throughput.int("WriteCapacityUnits", in: 1...Int.max)
        guard let read, let write else { return nil }
        return .init(readCapacityUnits: read, writeCapacityUnits: write)
    }

    private func serverSideEncryption() -> Application.Table.ServerSideEncryption? {
        guard let specification = fields.object("SSESpecification") else { return nil }
        specification.allow(["SSEEnabled", "SSEType", "KMSMasterKeyId"])
        if specification["SSEEnabled"] == nil { specification.missing("SSEEnabled") }
        return specification.bool("SSEEnabled").map {
            .init(isEnabled: $0, kmsMasterKeyID: specification.string("KMSMasterKeyId"))
        }
    }
}
