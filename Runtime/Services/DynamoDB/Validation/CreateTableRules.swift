import JSON
import Wire

/// What must hold between the parts of a `CreateTable` request, checked in AWS's order and told in its words.
struct CreateTableRules {
    private let input: JSON.Object
    private let defined: [String]
    private let tableKeys: [String]
    private var indexNames: Set<String> = []
    private var usedKeys: Set<String>
    private var projectedAttributes = 0
    /// Of an `UpdateTable` request.
    private var isNewIndex = false

    static func check(_ input: JSON.Object) throws(AWSError) {
        var rules = CreateTableRules(input)
        try rules.refuseWhatIsMissingHere()
        if let policy = input["ResourcePolicy"]?.stringValue { try ResourcePolicy.check(policy) }
        try rules.checkBilling()
        try rules.checkThroughput()
        try StreamSpecification.checkForCreation(input["StreamSpecification"])
        try checkEncryption(input)
        try rules.checkTableKey()
        try rules.checkLocalIndexes()
        try rules.checkGlobalIndexes()
        try rules.checkEveryDefinitionIsUsed()
    }

    /// What must hold for an index that is added to a table. `definitions` are those of the request that adds it.
    static func check(
        newIndex index: JSON.Object,
        _ definitions: JSON?,
        _ table: Table,
        isOnDemand: Bool
    ) throws(AWSError) {
        let present = table.definition.request["GlobalSecondaryIndexes"]?.arrayValue ?? []
        var input = JSON.Object([
            ("AttributeDefinitions", definitions ?? []),
            ("KeySchema", table.definition.request["KeySchema"] ?? []),
            ("GlobalSecondaryIndexes", [.object(index)]),
        ])
        if isOnDemand { input["BillingMode"] = "PAY_PER_REQUEST" }
        var rules = CreateTableRules(input)
        rules.isNewIndex = true
        for other in present { try rules.checkIndex(other, other["IndexName"]?.stringValue ?? "") }
        try rules.checkDuplicateDefinitions()
        try rules.checkThroughput(.object(index), "index \(index["IndexName"]?.stringValue ?? "")")
        try rules.checkGlobalIndexes()
        guard present.count < Limits.globalIndexes else {
            throw .limitExceeded(
                "Number of global secondary indexes exceeds per-table limit of \(Limits.globalIndexes)"
            )
        }
    }

    private init(_ input: JSON.Object) {
        self.input = input
        defined = Self.names(input["AttributeDefinitions"])
        tableKeys = Self.names(input["KeySchema"])
        usedKeys = Set(tableKeys)
    }

    private static func names(_ json: JSON?) -> [String] {
        (json?.arrayValue ?? []).compactMap { $0["AttributeName"]?.stringValue }
    }

    private func refuseWhatIsMissingHere() throws(AWSError) {
        try TableTags.check(input["Tags"]?.arrayValue ?? [])
        for parameter in ["GlobalTableSourceArn", "GlobalTableSettingsReplicationMode"] where isPresent(parameter) {
            throw .validation("\(parameter): this local DynamoDB does not support it")
        }
    }

    private func checkBilling() throws(AWSError) {
        let throughput = input["ProvisionedThroughput"]?.nonNull
        if input["BillingMode"] == "PAY_PER_REQUEST" {
            guard throughput == nil else {
                throw .invalid(
                    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified "
                        + "when BillingMode is PAY_PER_REQUEST"
                )
            }
            return
        }
        guard let throughput else {
            throw .invalid(
                "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"
            )
        }
        try Self.checkBounds(throughput)
    }

    static func checkBounds(_ throughput: JSON) throws(AWSError) {
        for unit in ["ReadCapacityUnits", "WriteCapacityUnits"] {
            if let value = throughput[unit]?.doubleValue, value > Double(Limits.capacityUnits) {
                throw .validation("Given value \(throughput[unit]?.numberText ?? "") for \(unit) is out of bounds")
            }
        }
    }

    private var isOnDemand: Bool { input["BillingMode"] == "PAY_PER_REQUEST" }

    private func checkThroughput() throws(AWSError) {
        try checkThroughput(.object(input), "table")
        for index in input["GlobalSecondaryIndexes"]?.arrayValue ?? [] {
            try checkThroughput(index, "index \(index["IndexName"]?.stringValue ?? "")")
        }
    }

    private func checkThroughput(_ json: JSON, _ subject: String) throws(AWSError) {
        if let warm = json["WarmThroughput"]?.nonNull {
            let warm = WarmThroughput(warm, provisioned: Throughput(), isOnDemand: isOnDemand)
            try warm.check(subject, isOnDemand: isOnDemand)
        }
        guard let limits = json["OnDemandThroughput"]?.nonNull else { return }
        try Self.checkOnDemandThroughput(limits, subject, isOnDemand: isOnDemand)
    }

    static func checkOnDemandThroughput(_ limits: JSON, _ subject: String, isOnDemand: Bool) throws(AWSError) {
        let index = subject == "table" ? "" : " for index: \(subject.dropFirst(6))"
        for unit in ["MaxReadRequestUnits", "MaxWriteRequestUnits"] where !isOnDemand && limits[unit]?.nonNull != nil {
            throw .invalid(
                "\(unit) for OnDemandThroughput\(index) cannot be specified when table BillingMode is PROVISIONED."
            )
        }
        guard limits.objectValue?.isEmpty == false else {
            throw .invalid("MaxReadRequestUnits or MaxWriteRequestUnits must be specified: \(subject)")
        }
    }

    static func checkEncryption(_ input: JSON.Object) throws(AWSError) {
        let encryption = input["SSESpecification"]?.nonNull
        guard encryption?["SSEType"] != "AES256" else { throw .invalid("SSEType AES256 is not supported") }
        guard encryption?["Enabled"]?.boolValue != true else { return }
        for parameter in ["KMSMasterKeyId", "SSEType"] where encryption?[parameter]?.nonNull != nil {
            throw .invalid("\(parameter) can not be specified if Enabled is false")
        }
    }

    private func checkTableKey() throws(AWSError) {
        try checkDuplicateDefinitions()
        guard tableKeys.count <= 2 else {
            throw Self.tooLong(input["KeySchema"], "keySchema")
        }
        guard tableKeys.count <= defined.count else {
            throw .validation("Invalid KeySchema: Some index key attribute have no definition")
        }
        try checkKey(input["KeySchema"] ?? [])
        guard !isPresent("LocalSecondaryIndexes"), !isPresent("GlobalSecondaryIndexes") else { return }
        guard tableKeys.count == defined.count else {
            throw .invalid(
                "Number of attributes in KeySchema does not exactly match number of attributes "
                    + "defined in AttributeDefinitions"
            )
        }
    }

    private func checkDuplicateDefinitions() throws(AWSError) {
        for (index, name) in defined.enumerated() where defined[..<index].contains(name) {
            throw .validation("Attribute Name is duplicated: \(name)")
        }
    }

    /// Only global indexes can have more than two elements, so that the request's shape alone does not tell.
    private static func tooLong(_ schema: JSON?, _ path: String) -> AWSError {
        let elements = (schema?.arrayValue ?? []).map { element in
            let name = element["AttributeName"]?.stringValue ?? ""
            return "KeySchemaElement(attributeName=\(name), keyType=\(element["KeyType"]?.stringValue ?? ""))"
        }
        return .validation(
            "1 validation error detected: Value '[\(elements.joined(separator: ", "))]' at '\(path)' "
                + "failed to satisfy constraint: Member must have length less than or equal to 2"
        )
    }

    /// AWS lists them in no order of the request's.
    private var definedNames: String { defined.sorted().joined(separator: ", ") }

    private func checkKey(_ schema: JSON, isGlobal: Bool = false) throws(AWSError) {
        let keys = Self.names(schema)
        guard keys.allSatisfy(defined.contains) else {
            throw .invalid(
                "Some index key attributes are not defined in AttributeDefinitions. "
                    + "Keys: [\(keys.joined(separator: ", "))], "
                    + "AttributeDefinitions: [\(definedNames)]"
            )
        }
        let types = (schema.arrayValue ?? []).map { $0["KeyType"]?.stringValue ?? "" }
        if isGlobal && keys.count > 2 || types == ["HASH", "HASH"] && isGlobal {
            return try checkManyKeys(keys, types)
        }
        if keys.count == 2 && keys[0] == keys[1] {
            throw .validation("Both the Hash Key and the Range Key element in the KeySchema have the same name")
        }
        guard types.first == "HASH" else {
            throw .validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
        }
        if types.count > 1 && types[1] != "RANGE" {
            throw .validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
        }
    }

    /// A key of several attributes in each part, which global indexes may have.
    private func checkManyKeys(_ keys: [String], _ types: [String]) throws(AWSError) {
        for type in ["HASH", "RANGE"] where types.count(where: { $0 == type }) > Limits.keyAttributes {
            throw .invalid("The KeySchema exceeds the maximum allowed number of \(type) key attributes")
        }
        guard types.first == "HASH" else {
            throw .validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
        }
        guard types.drop(while: { $0 == "HASH" }).allSatisfy({ $0 == "RANGE" }) else {
            throw .invalid("All HASH key attributes must precede RANGE key attributes in the KeySchema")
        }
        guard Set(keys).count == keys.count else {
            throw .validation("The KeySchema contains multiple key attributes with the same name")
        }
    }

    private mutating func checkLocalIndexes() throws(AWSError) {
        guard let indexes = try indexes("LocalSecondaryIndexes") else { return }
        guard tableKeys.count == 2 else {
            throw .invalid(
                "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex"
            )
        }
        for index in indexes {
            try checkKey(index["KeySchema"] ?? [])
            let keys = Self.names(index["KeySchema"])
            let name = index["IndexName"]?.stringValue ?? ""
            guard keys.count == 2 else {
                guard keys.count < 2 else {
                    throw Self.tooLong(
                        index["KeySchema"],
                        "localSecondaryIndexes.\((indexes.firstIndex(of: index) ?? 0) + 1).member.keySchema"
                    )
                }
                throw .invalid("Index KeySchema does not have a range key for index: \(name)")
            }
            guard keys[0] == tableKeys[0] else {
                throw .invalid(
                    "Index KeySchema does not have the same leading hash key as table KeySchema for index: \(name). "
                        + "index hash key: \(keys[0]), table hash key: \(tableKeys[0])"
                )
            }
            try checkIndex(index, name)
        }
        guard indexes.count <= Limits.localIndexes else {
            throw .invalid("Number of LocalSecondaryIndexes exceeds per-table limit of \(Limits.localIndexes)")
        }
    }

    private mutating func checkGlobalIndexes() throws(AWSError) {
        guard let indexes = try indexes("GlobalSecondaryIndexes") else { return }
        for index in indexes {
            try checkKey(index["KeySchema"] ?? [], isGlobal: true)
            let name = index["IndexName"]?.stringValue ?? ""
            try checkIndex(index, name)
            let hasThroughput = index["ProvisionedThroughput"].map { $0 != .null } ?? false
            if input["BillingMode"] == "PAY_PER_REQUEST" && hasThroughput {
                throw .invalid(
                    "ProvisionedThroughput should not be specified for index: \(name) "
                        + "when BillingMode is PAY_PER_REQUEST"
                )
            }
            if input["BillingMode"] != "PAY_PER_REQUEST" && !hasThroughput {
                let verb = isNewIndex ? "must be" : "is not"
                throw .invalid("ProvisionedThroughput \(verb) specified for index: \(name)")
            }
        }
        guard indexes.count <= Limits.globalIndexes else {
            throw .invalid("GlobalSecondaryIndex count exceeds the per-table limit of \(Limits.globalIndexes)")
        }
    }

    private func indexes(_ parameter: String) throws(AWSError) -> [JSON]? {
        guard let indexes = input[parameter]?.arrayValue else { return nil }
        guard !indexes.isEmpty else { throw .invalid("List of \(parameter) is empty") }
        return indexes
    }

    private mutating func checkIndex(_ index: JSON, _ name: String) throws(AWSError) {
        usedKeys.formUnion(Self.names(index["KeySchema"]))
        guard let type = index["Projection"]?["ProjectionType"]?.stringValue else {
            throw .invalid("Unknown ProjectionType: null")
        }
        let attributes = index["Projection"]?["NonKeyAttributes"]?.arrayValue
        if attributes != nil && type != "INCLUDE" {
            throw .invalid("ProjectionType is \(type), but NonKeyAttributes is specified")
        }
        if attributes == nil && type == "INCLUDE" {
            throw .invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified")
        }
        let names = (attributes ?? []).compactMap(\.stringValue)
        guard Set(names.map { Array($0.utf8) }).count == names.count else {
            throw .invalid("Duplicate element in NonKeyAttributes: \(Self.firstDuplicate(of: names))")
        }
        projectedAttributes += names.count
        guard projectedAttributes <= Limits.projectedAttributes else {
            throw .invalid(
                "Number of NonKeyAttributes in all indexes exceeds the limit of \(Limits.projectedAttributes)"
            )
        }
        guard indexNames.insert(name).inserted else { throw .invalid("Duplicate index name: \(name)") }
    }

    private static func firstDuplicate(of names: [String]) -> String {
        names.indices.first { index in names[..<index].contains { $0.hasSameBytes(as: names[index]) } }
            .map { names[$0] } ?? ""
    }

    private func checkEveryDefinitionIsUsed() throws(AWSError) {
        guard defined.allSatisfy(usedKeys.contains) else {
            throw .invalid(
                "Some AttributeDefinitions are not used. AttributeDefinitions: [\(definedNames)], "
                    + "keys used: [\(usedKeys.sorted().joined(separator: ", "))]"
            )
        }
    }

    private func isPresent(_ parameter: String) -> Bool { input[parameter].map { $0 != .null } ?? false }
}
