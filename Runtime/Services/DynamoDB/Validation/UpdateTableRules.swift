import JSON
import Wire

/// What must hold in an `UpdateTable` request whatever the table is, in AWS's order and words.
enum UpdateTableRules {
    private static let changes = [
        "ProvisionedThroughput", "BillingMode", "StreamSpecification", "SSESpecification", "TableClass",
        "DeletionProtectionEnabled", "WarmThroughput", "OnDemandThroughput",
    ]

    private static let standAlone = [
        ("SSESpecification", "Server-Side Encryption"), ("TableClass", "TableClass"),
        ("DeletionProtectionEnabled", "DeletionProtection"),
    ]

    /// Global tables are not emulated.
    private static let refused = [
        "ReplicaUpdates", "MultiRegionConsistency", "GlobalTableWitnessUpdates", "GlobalTableSettingsReplicationMode",
    ]

    static func check(_ input: JSON.Object) throws(AWSError) {
        for parameter in refused where input[parameter]?.nonNull != nil {
            throw .validation("\(parameter): this local DynamoDB has no global tables")
        }
        let updates = input["GlobalSecondaryIndexUpdates"]?.arrayValue ?? []
        guard !updates.isEmpty || changes.contains(where: { input[$0]?.nonNull != nil }) else {
            throw .validation(
                "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
                    + "GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, "
                    + "ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, "
                    + "WarmThroughput or TableClass is required"
            )
        }
        guard input["GlobalSecondaryIndexUpdates"]?.arrayValue?.isEmpty != true else {
            throw .invalid("List of GlobalSecondaryIndexUpdates is empty")
        }
        let throughput = input["ProvisionedThroughput"]?.nonNull
        if input["BillingMode"] == "PROVISIONED" && throughput == nil {
            throw .invalid("ProvisionedThroughput must be specified when BillingMode is PROVISIONED")
        }
        if let throughput { try CreateTableRules.checkBounds(throughput) }
        try StreamSpecification.checkForUpdate(input)
        try checkIndexUpdates(updates)
        try checkStandAlone(input, updates)
        try CreateTableRules.checkEncryption(input)
    }

    /// What AWS changes by itself alone, and what it does not change together.
    private static func checkStandAlone(_ input: JSON.Object, _ updates: [JSON]) throws(AWSError) {
        let given = (changes + ["GlobalSecondaryIndexUpdates"]).filter { input[$0]?.nonNull != nil }
        guard given.count > 1 else { return }
        for (parameter, subject) in standAlone where given.contains(parameter) {
            throw .invalid("\(subject) modification must be the only operation in the request")
        }
        let makesIndex = updates.contains { $0["Create"]?.nonNull != nil }
        if given.contains("WarmThroughput") {
            throw .invalid(
                makesIndex
                    ? "Create global secondary index cannot be specified when updating WarmThroughput"
                    : "WarmThroughput must be the only operation in the request"
            )
        }
        if given.contains("OnDemandThroughput"), !given.allSatisfy(["OnDemandThroughput", "BillingMode"].contains) {
            throw .invalid("OnDemandThroughput can only be combined with BillingMode in an UpdateTable request")
        }
        guard makesIndex || updates.contains(where: { $0["Delete"]?.nonNull != nil }) else { return }
        if given.contains("ProvisionedThroughput") && !given.contains("BillingMode") {
            throw .invalid("You cannot create or delete index while updating table IOPS")
        }
        if given.contains("StreamSpecification") {
            throw .invalid("You cannot create or delete index while changing stream status")
        }
    }

    private static func checkIndexUpdates(_ updates: [JSON]) throws(AWSError) {
        var names: Set<String> = []
        for update in updates {
            let actions = ["Update", "Create", "Delete"].compactMap { update[$0]?.nonNull }
            guard let action = actions.first else {
                throw .invalid(
                    "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                        + "GlobalSecondaryIndexUpdate.Delete must not be null"
                )
            }
            guard actions.count == 1 else {
                throw .invalid(
                    "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object"
                )
            }
            let name = action["IndexName"]?.stringValue ?? ""
            guard names.insert(name).inserted else {
                throw .invalid(
                    "Only one global secondary index update per index is allowed simultaneously. Index: \(name)"
                )
            }
        }
    }
}
