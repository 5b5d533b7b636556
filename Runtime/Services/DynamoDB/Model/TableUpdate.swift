import JSON
import Time
import Wire

/// Works out what an `UpdateTable` request makes of a table: a pure value, with the time handed in.
struct TableUpdate {
    let input: JSON.Object
    let table: Table
    let now: Timestamp
    /// The `CreateTable` request of the table as it will be.
    var request: JSON.Object
    var history: TableHistory
    /// What `UpdateTable` shows of indexes that are not `ACTIVE`.
    var indexStatus: [String: String] = [:]
    /// The index that is made.
    var created: String?
    /// The index that goes.
    var deleted: IndexStore?

    /// `input` has passed `UpdateTableRules`.
    init(_ input: JSON.Object, _ table: Table, at now: Timestamp) throws(AWSError) {
        self.input = input
        self.table = table
        self.now = now
        request = table.definition.request
        history = table.history
        history.take(table.definition.indexes)
        try checkThroughputFitsMode()
        try checkIndexUpdates()
        try changeBillingMode()
        try changeThroughput()
        try changeIndexes()
        try changeWarmThroughput()
        try changeOnDemandThroughput()
        try changeSettings()
    }

    var isOnDemand: Bool { (input["BillingMode"]?.nonNull ?? request["BillingMode"]) == "PAY_PER_REQUEST" }
    /// The request changes the billing mode.
    var switchesMode: Bool { isOnDemand != table.definition.isOnDemand }

    /// What is shown of throughput that is being changed: as it was.
    var throughputBefore: Throughput? { switchesMode ? nil : table.definition.throughput }

    func throughputBefore(_ index: SecondaryIndex) -> Throughput? {
        switchesMode ? nil : table.definition.indexes.first { $0.name == index.name }?.throughput
    }

    // MARK: Capacity

    private func checkThroughputFitsMode() throws(AWSError) {
        guard isOnDemand, input["ProvisionedThroughput"]?.nonNull != nil else { return }
        throw .invalid(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
        )
    }

    private mutating func changeBillingMode() throws(AWSError) {
        guard switchesMode else { return }
        request["BillingMode"] = input["BillingMode"]
        if isOnDemand {
            try history.switchToOnDemand(at: now)
            request["ProvisionedThroughput"] = nil
            history.throughput.noteDecrease(at: now)
            forgetOfIndexes("ProvisionedThroughput")
            for name in history.indexes.keys { history.indexes[name]?.throughput.noteDecrease(at: now) }
        } else {
            history.onDemandSince = history.onDemandSince ?? table.created
            request["OnDemandThroughput"] = nil
            forgetOfIndexes("OnDemandThroughput")
            let missing = table.definition.indexes.filter { $0.kind == .global && newThroughput($0.name) == nil }
            guard missing.isEmpty else {
                throw .invalid(
                    "ProvisionedThroughput must be specified for index: "
                        + missing.map(\.name).joined(separator: ",")
                )
            }
        }
        for index in table.definition.indexes where index.kind == .global { indexStatus[index.name] = "UPDATING" }
    }

    private mutating func forgetOfIndexes(_ parameter: String) {
        indexList = indexList.map { index in
            var object = index.objectValue ?? JSON.Object()
            object[parameter] = nil
            return .object(object)
        }
    }

    private mutating func changeThroughput() throws(AWSError) {
        guard let json = input["ProvisionedThroughput"]?.nonNull else { return }
        let (old, new) = (table.definition.throughput, Throughput(json))
        if !switchesMode {
            try Self.checkDiffers(old, new, "table", "table")
            try history.throughput.change(from: old, to: new, at: now)
        }
        request["ProvisionedThroughput"] = json
    }

    /// `subject` is `table` or `index NAME`.
    static func checkDiffers(
        _ old: Throughput,
        _ new: Throughput,
        _ subject: String,
        _ kind: String
    ) throws(AWSError) {
        guard old == new else { return }
        throw .validation(
            "The provisioned throughput for the \(subject) will not change. "
                + "The requested value equals the current value. "
                + "Current ReadCapacityUnits provisioned for the \(kind): \(old.read). "
                + "Requested ReadCapacityUnits: \(new.read). "
                + "Current WriteCapacityUnits provisioned for the \(kind): \(old.write). "
                + "Requested WriteCapacityUnits: \(new.write). "
                + "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits."
        )
    }

    private mutating func changeWarmThroughput() throws(AWSError) {
        guard let json = input["WarmThroughput"]?.nonNull else { return }
        request["WarmThroughput"] = try Self.warmThroughput(json, table.definition.warmThroughput, "table")
    }

    /// Warm throughput never goes down.
    static func warmThroughput(_ json: JSON, _ old: WarmThroughput, _ subject: String) throws(AWSError) -> JSON {
        var merged = JSON.Object()
        for (unit, current) in [("ReadUnitsPerSecond", old.read), ("WriteUnitsPerSecond", old.write)] {
            let value = json[unit]?.intValue ?? current
            guard value >= current else {
                throw .invalid(
                    "Requested \(unit) for WarmThroughput for \(subject) is lower than current WarmThroughput, "
                        + "decreasing WarmThroughput is not supported"
                )
            }
            merged[unit] = JSON(value)
        }
        return .object(merged)
    }

    private mutating func changeOnDemandThroughput() throws(AWSError) {
        guard let json = input["OnDemandThroughput"]?.nonNull else { return }
        try CreateTableRules.checkOnDemandThroughput(json, "table", isOnDemand: isOnDemand)
        request["OnDemandThroughput"] = Self.merged(json, into: request["OnDemandThroughput"])
    }

    /// What the request does not name stays.
    static func merged(_ json: JSON, into old: JSON?) -> JSON {
        var merged = old?.objectValue ?? JSON.Object()
        for member in json.objectValue?.members ?? [] { merged[member.key] = member.value }
        return .object(merged)
    }

    // MARK: Settings

    private mutating func changeSettings() throws(AWSError) {
        for parameter in ["SSESpecification", "DeletionProtectionEnabled"] {
            if let value = input[parameter]?.nonNull { request[parameter] = value }
        }
        if let tableClass = input["TableClass"]?.nonNull {
            request["TableClass"] = tableClass
            try history.updateTableClass(at: now)
        }
    }
}

extension TableHistory {
    /// Writes down how the store names the indexes that came with the table, before any of them goes.
    fileprivate mutating func take(_ present: [SecondaryIndex]) {
        for index in present where index.kind == .global && indexes[index.name] == nil {
            indexes[index.name] = IndexHistory(number: index.number)
        }
        lastIndexNumber = max(lastIndexNumber, present.map(\.number).max() ?? 0)
    }
}
