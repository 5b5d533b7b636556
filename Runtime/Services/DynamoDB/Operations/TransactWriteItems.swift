import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Writes up to a hundred items, 4 MB in all, in one or several tables: all of them or none.
///
/// A request with a `ClientRequestToken` that was performed in the last ten minutes is not performed again.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
struct TransactWriteItems: Operation {
    static let input = Shape.structure(
        "TransactWriteItemsInput",
        [
            .optional("ClientRequestToken", .string(length: 1...36)),
            .optional("ReturnConsumedCapacity", .returnConsumedCapacity),
            .optional("ReturnItemCollectionMetrics", .returnItemCollectionMetrics),
            .required("TransactItems", .list(TransactAction.shape, length: 1...Limits.transactItems)),
        ]
    )
    static let access = OperationAccess.deferred

    private struct Target {
        var action: TransactAction
        var table: Table
        var key: EncodedKey
    }

    private let actions: [TransactAction]
    private let token: RequestToken?
    private let detail: Capacity.Detail
    private let wantsCollectionMetrics: Bool

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        let items = input["TransactItems"] ?? []
        var actions: [TransactAction] = []
        for json in items.arrayValue ?? [] { actions.append(try TransactAction(json)) }
        guard actions.reduce(0, { $0 + $1.size }) <= Limits.transactBytes else {
            throw .validation("Transaction payload size cannot exceed 4 MB")
        }
        self.actions = actions
        token = input["ClientRequestToken"]?.stringValue.map { RequestToken($0, items) }
        detail = Capacity.Detail(input)
        wantsCollectionMetrics = input["ReturnItemCollectionMetrics"] == "SIZE"
    }

    /// Holds its items from here on, until it is committed or refused.
    func begin(_ service: DynamoDB, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        // Where something is wrong with it, that is found when its turn comes.
        let items = (try? targets(service))?.map { OngoingTransactions.Item(table: $0.table.number, key: $0.key) } ?? []
        let token = token?.token
        do throws(AWSError) {
            try service.transactions.begin(items, token: token)
        } catch {
            return answer(.failure(error))
        }
        service.context.database.write(together: together) {
            try perform(service, $0)
        } completion: { result in
            service.transactions.end(items, token: token)
            if case .success = result { committed(service) }
            answer(result)
        }
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let targets = try targets(service)
        if try token?.isKnown(at: service.context.time.now, connection) ?? false {
            return reply(try capacityOfReading(targets, connection), .reads, targets)
        }
        let items = try items(targets, service, connection)
        var capacities = TableCapacities()
        for (target, item) in zip(targets, items) {
            capacities.add(try write(target, item, service, connection), target.table)
        }
        try token?.remember(at: service.context.time.now, connection)
        return reply(capacities, .writes, targets)
    }

    /// What each action is about. The first one that cannot have an item cancels the transaction.
    private func targets(_ service: DynamoDB) throws(AWSError) -> [Target] {
        var tables: [Table] = []
        for action in actions { tables.append(try service.catalogue.table(action.write.tableName)) }
        var targets: [Target] = []
        for (index, (action, table)) in zip(actions, tables).enumerated() {
            do throws(AWSError) {
                targets.append(Target(action: action, table: table, key: try action.key(table)))
            } catch {
                throw try .transactionCanceled(error, at: index, of: actions.count)
            }
        }
        var seen: [ObjectIdentifier: Set<EncodedKey>] = [:]
        for target in targets {
            guard seen[ObjectIdentifier(target.table), default: []].insert(target.key).inserted else {
                throw .severalOperationsOnOneItem
            }
        }
        return targets
    }

    private struct Item {
        var old: AttributeMap?
        var new: AttributeMap?
    }

    /// The items before and after, none of them written yet. Every action that must not go ahead is a reason to cancel.
    private func items(_ targets: [Target], _ service: DynamoDB, _ connection: Connection) throws -> [Item] {
        var items: [Item] = []
        var reasons: [CancellationReason] = []
        for target in targets {
            let old = try old(target, service, connection)
            do throws(AWSError) {
                items.append(Item(old: old, new: try target.action.item(after: old, target.table)))
                reasons.append(.none)
            } catch {
                reasons.append(try CancellationReason(error))
            }
        }
        guard items.count == targets.count else { throw AWSError.transactionCanceled(reasons) }
        return items
    }

    private func old(_ target: Target, _ service: DynamoDB, _ connection: Connection) throws -> AttributeMap? {
        if detail == .none && target.action.isBlind(target.table) { return nil }
        return try ItemWriter(table: target.table, service: service, connection: connection).get(target.key)
    }

    private func write(_ target: Target, _ item: Item, _ service: DynamoDB, _ connection: Connection) throws -> Capacity
    {
        if target.action.isCheck {
            return Capacity(table: Double(Capacity.writeUnits(item.old?.size ?? 0)))
        }
        let writer = ItemWriter(table: target.table, service: service, connection: connection)
        return try writer.replace(target.key, item.old, with: item.new)
    }

    private func capacityOfReading(_ targets: [Target], _ connection: Connection) throws -> TableCapacities {
        var capacities = TableCapacities()
        for target in targets {
            let size = try target.table.items.get(target.key, connection)?.size ?? 0
            capacities.add(Capacity(table: Capacity.readUnits(size, isConsistent: true)), target.table)
        }
        return capacities
    }

    private func reply(_ capacities: TableCapacities, _ kind: Capacity.Transaction, _ targets: [Target]) -> [UInt8] {
        var reply = Reply()
        if detail != .none { reply.member("ConsumedCapacity", capacities.json(detail, kind)) }
        if wantsCollectionMetrics {
            var metrics = CollectionMetrics()
            for target in targets where !target.action.isCheck { metrics.add(target.action.attributes, target.table) }
            reply.member("ItemCollectionMetrics", metrics.json)
        }
        return reply.finish()
    }
}
