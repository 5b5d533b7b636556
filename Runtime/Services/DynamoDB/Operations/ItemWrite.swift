import JSON
import ServiceKit
import Wire

/// What the actions that write one item have in common.
struct ItemWrite {
    static let members: [Shape.Member] = [
        .optional("ReturnConsumedCapacity", .returnConsumedCapacity),
        .required("TableName", .tableName),
        .optional("ReturnValues", .returnValues),
        .optional("ReturnItemCollectionMetrics", .returnItemCollectionMetrics),
        .optional("ReturnValuesOnConditionCheckFailure", .returnValuesOnConditionCheckFailure),
        .optional("ConditionalOperator", .conditionalOperator),
        .optional("Expected", .expected),
        .optional("ConditionExpression", .text),
        .optional("ExpressionAttributeNames", .names),
        .optional("ExpressionAttributeValues", .attributeMap),
    ]

    enum ReturnValues: String {
        case none = "NONE"
        case allOld = "ALL_OLD"
        case allNew = "ALL_NEW"
        case updatedOld = "UPDATED_OLD"
        case updatedNew = "UPDATED_NEW"
    }

    private enum ReturnedOnFailure: String {
        case none = "NONE"
        case allOld = "ALL_OLD"
    }

    let tableName: String
    let returnValues: ReturnValues
    private let showsItemOnFailure: Bool
    private let wantsCollectionMetrics: Bool
    let detail: Capacity.Detail
    var condition: Condition?

    init(_ input: JSON.Object) {
        tableName = input["TableName"]?.stringValue ?? ""
        returnValues = input["ReturnValues"]?.stringValue.flatMap(ReturnValues.init) ?? .none
        let onFailure = input["ReturnValuesOnConditionCheckFailure"]?.stringValue.flatMap(ReturnedOnFailure.init)
        showsItemOnFailure = onFailure == .allOld
        wantsCollectionMetrics = input["ReturnItemCollectionMetrics"] == "SIZE"
        detail = Capacity.Detail(input)
    }

    /// What a request asks for that is read straight from its text.
    init(plain request: inout PlainRequest, _ tableName: String) {
        self.tableName = tableName
        returnValues = request.choice("ReturnValues") ?? .none
        showsItemOnFailure = request.choice("ReturnValuesOnConditionCheckFailure") == ReturnedOnFailure.allOld
        wantsCollectionMetrics = false
        detail = .none
    }

    /// One that asks for nothing but to be done.
    init(plainly tableName: String) {
        self.tableName = tableName
        returnValues = .none
        showsItemOnFailure = false
        wantsCollectionMetrics = false
        detail = .none
    }

    /// Whether the write can go ahead without a look at what is there.
    func isBlind(_ table: Table) -> Bool {
        condition == nil && returnValues == .none && detail == .none && table.canOverwrite
    }

    func checkReturnsOldAtMost() throws(AWSError) {
        guard returnValues == .none || returnValues == .allOld else {
            throw .validation("ReturnValues can only be ALL_OLD or NONE")
        }
    }

    func checkCondition(_ item: AttributeMap?, _ table: Table) throws(AWSError) {
        guard let condition else { return }
        try condition.paths.checkKeysAreWhole(table)
        if !condition.holds(for: item ?? AttributeMap()) {
            throw .conditionFailed(item: showsItemOnFailure ? item : nil)
        }
    }

    func finish(_ reply: inout Reply, _ capacity: Capacity, _ key: AttributeMap, _ table: Table) {
        reply.capacity(capacity, table, detail)
        if wantsCollectionMetrics, let metrics = CollectionMetrics.entry(key, table) {
            reply.member("ItemCollectionMetrics", metrics)
        }
    }
}
