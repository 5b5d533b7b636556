/// What DynamoDB demands of a table besides the form of its properties.
///
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
struct TableRules {
    let fields: Fields

    private var findings: Findings { fields.findings }

    static func isName(_ name: String) -> Bool {
        (3...255).contains(name.utf8.count)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    }

    func check(_ table: Application.Table) {
        checkAttributes(table)
        checkIndexes(table)
        checkBilling(table)
    }

    /// Every key attribute is defined, and every defined attribute is in a key.
    private func checkAttributes(_ table: Application.Table) {
        guard isWhole(table) else { return }
        let defined = table.attributeDefinitions.map(\.name)
        let keys = [table.key] + (table.globalSecondaryIndexes + table.localSecondaryIndexes).map(\.key)
        let used = keys.flatMap { [$0.partitionKey] + ($0.sortKey.map { [$0] } ?? []) }
        let path = fields.path(of: "AttributeDefinitions")
        for name in Set(used).subtracting(defined).sorted() {
            findings.error(
                path,
                "the key attribute \(name) is not defined",
                remedy: Spelling.remedy(for: name, among: defined)
            )
        }
        for (index, name) in defined.enumerated() {
            if !used.contains(name) {
                findings.error(path / index, "the attribute \(name) is defined, but no key uses it")
            } else if defined[..<index].contains(name) {
                findings.error(path / index, "the attribute \(name) is defined twice")
            }
        }
    }

    /// Whether everything could be read; otherwise what is missing is known already.
    private func isWhole(_ table: Application.Table) -> Bool {
        [
            ("AttributeDefinitions", table.attributeDefinitions.count),
            ("GlobalSecondaryIndexes", table.globalSecondaryIndexes.count),
            ("LocalSecondaryIndexes", table.localSecondaryIndexes.count),
        ].allSatisfy { (fields[$0.0]?.elements?.count ?? 0) == $0.1 }
    }

    private func checkIndexes(_ table: Application.Table) {
        var names: Set<String> = []
        for (property, indexes, most) in [
            ("GlobalSecondaryIndexes", table.globalSecondaryIndexes, 20),
            ("LocalSecondaryIndexes", table.localSecondaryIndexes, 5),
        ] {
            let path = fields.path(of: property)
            if indexes.count > most { findings.error(path, "a table has at most \(most) of them") }
            for index in indexes {
                if !names.insert(index.name).inserted { findings.error(path, "two indexes are called \(index.name)") }
                if !Self.isName(index.name) { findings.error(path, "\(index.name) is no index name") }
            }
        }
        for index in table.localSecondaryIndexes
        where index.key.partitionKey != table.key.partitionKey || index.key.sortKey == nil || table.key.sortKey == nil {
            findings.error(
                fields.path(of: "LocalSecondaryIndexes"),
                "\(index.name) needs the table's partition key and a sort key of its own, and a table with a sort key"
            )
        }
    }

    private enum BillingMode: String, CaseIterable { case provisioned = "PROVISIONED", onDemand = "PAY_PER_REQUEST" }

    private func checkBilling(_ table: Application.Table) {
        let mode = fields.choice("BillingMode", BillingMode.self) ?? .provisioned
        let path = fields.path(of: "ProvisionedThroughput")
        let isMissing = fields["ProvisionedThroughput"] == nil
        if mode == .provisioned, isMissing {
            findings.error(
                path,
                "ProvisionedThroughput is missing",
                remedy: "give it, or set BillingMode to PAY_PER_REQUEST"
            )
        } else if mode == .onDemand, !isMissing {
            findings.error(path, "ProvisionedThroughput has no place beside BillingMode PAY_PER_REQUEST")
        }
    }
}
