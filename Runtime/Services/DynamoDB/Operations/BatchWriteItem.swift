import JSON
import ServiceKit
import Storage
import Wire

/// Puts and deletes up to 25 items. Here all of them are written or none, but for those that transactions hold, which
/// come back as `UnprocessedItems`.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
struct BatchWriteItem: Operation {
    static let input = Shape.structure(
        "BatchWriteItemInput",
        [
            .optional("ReturnConsumedCapacity", .returnConsumedCapacity),
            .optional("ReturnItemCollectionMetrics", .returnItemCollectionMetrics),
            .required(
                "RequestItems",
                .map(
                    .list(
                        .structure(
                            "WriteRequest",
                            [
                                .optional(
                                    "DeleteRequest",
                                    .structure("DeleteRequest", [.required("Key", .attributeMap)])
                                ),
                                .optional("PutRequest", .structure("PutRequest", [.required("Item", .attributeMap)])),
                            ]
                        )
                    ),
                    java: "java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>",
                    length: 1...Limits.batchWrites,
                    keys: Shape.KeyConstraint(length: 1...1024, pattern: .nameOrARN),
                    valueLength: 1...Limits.batchWrites
                )
            ),
        ]
    )
    static let access = OperationAccess.briefWrite
    static let bytesInPlace = 16_384

    private enum Request {
        case put(AttributeMap, StoredItem)
        case delete(AttributeMap)

        var json: JSON {
            switch self {
            case .put(let item, _): ["PutRequest": ["Item": item.json]]
            case .delete(let key): ["DeleteRequest": ["Key": key.json]]
            }
        }
    }

    private struct Write {
        var table: Table
        var key: EncodedKey
        var request: Request
    }

    private let requests: [(table: String, requests: [Request])]
    private let detail: Capacity.Detail
    private let wantsCollectionMetrics: Bool
    /// All there is, in place of `requests`.
    private let puts: [BlindPut]
    private let held: HeldItems

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        var requests: [(String, [Request])] = []
        for member in input["RequestItems"]?.objectValue?.members ?? [] {
            var list: [Request] = []
            for json in member.value.arrayValue ?? [] { list.append(try Self.request(json)) }
            guard !list.isEmpty else {
                throw .validation("The batch write request list for a table cannot be null or empty")
            }
            requests.append((member.key, list))
        }
        guard requests.reduce(0, { $0 + $1.1.count }) <= Limits.batchWrites else {
            throw .validation("Too many items requested for the BatchWriteItem call")
        }
        self.requests = requests
        detail = Capacity.Detail(input)
        wantsCollectionMetrics = input["ReturnItemCollectionMetrics"] == "SIZE"
        puts = []
        held = service.transactions.held
    }

    /// A request that puts items and asks for nothing else.
    init?(plain request: JSONTape, _ service: DynamoDB) {
        guard let puts = Self.puts(request, service.catalogue) else { return nil }
        self.init(requests: [], puts: puts, service.transactions.held)
    }

    private init(requests: [(table: String, requests: [Request])], puts: [BlindPut], _ held: HeldItems) {
        self.requests = requests
        detail = .none
        wantsCollectionMetrics = false
        self.puts = puts
        self.held = held
    }

    private static func puts(_ request: JSONTape, _ catalogue: Catalogue) -> [BlindPut]? {
        guard request.kind(0) == .object, request.count(0) == 1, let items = request.member("RequestItems", of: 0),
            request.kind(items) == .object, request.count(items) == 1,
            let table = catalogue.table(named: items + 1, in: request), request.kind(items + 2) == .array
        else { return nil }
        var puts: [BlindPut] = []
        var keys: Set<EncodedKey> = []
        for index in request.elements(of: items + 2) {
            guard let put = request.onlyMember("PutRequest", of: index), let item = request.onlyMember("Item", of: put),
                let blind = BlindPut(request, at: item, into: table), keys.insert(blind.key).inserted
            else { return nil }
            puts.append(blind)
        }
        return (1...Limits.batchWrites).contains(puts.count) ? puts : nil
    }

    private static func request(_ json: JSON) throws(AWSError) -> Request {
        let put = json["PutRequest"]?.nonNull
        let delete = json["DeleteRequest"]?.nonNull
        switch (put, delete) {
        case (let put?, nil):
            let item = try AttributeMap(put["Item"] ?? .null, .older)
            let stored = StoredItem(item)
            guard stored.size <= Limits.itemBytes else { throw .itemTooLarge }
            return .put(item, stored)
        case (nil, let delete?): return .delete(try AttributeMap(delete["Key"] ?? .null, .older))
        default:
            throw .validation(
                "Supplied AttributeValue has more than one datatypes set, "
                    + "must contain exactly one of the supported datatypes"
            )
        }
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        if let table = puts.first?.table {
            guard held.isEmpty && service.catalogue.holds(table) else {
                return try read(puts, table).perform(service, connection)
            }
            for put in puts { try put.perform(connection) }
            return Array(#"{"UnprocessedItems":{}}"#.utf8)
        }
        let all = try writes(service)
        let writes = all.filter { !held.contains($0.key, of: $0.table) }
        var capacities = TableCapacities()
        for write in writes { capacities.add(try perform(write, service, connection), write.table) }
        var reply = Reply()
        reply.member("UnprocessedItems", unprocessed(all))
        if wantsCollectionMetrics { reply.member("ItemCollectionMetrics", collectionMetrics(writes)) }
        if detail != .none { reply.member("ConsumedCapacity", capacities.json(detail)) }
        return reply.finish()
    }

    private func unprocessed(_ writes: [Write]) -> JSON {
        let unprocessed = writes.filter { held.contains($0.key, of: $0.table) }
        let byTable = Dictionary(grouping: unprocessed, by: \.table.name).sorted { $0.key < $1.key }
        return .object(JSON.Object(byTable.map { ($0.key, .array($0.value.map(\.request.json))) }))
    }

    /// The same request, whose table is not as it was when the request came in or has items that are held.
    private func read(_ puts: [BlindPut], _ table: Table) throws -> BatchWriteItem {
        let requests = try puts.map { Request.put(try $0.item.attributes(), $0.item) }
        return BatchWriteItem(requests: [(table.name, requests)], puts: [], held)
    }

    /// All requests, checked, before the first one is performed.
    private func writes(_ service: DynamoDB) throws -> [Write] {
        var writes: [Write] = []
        // A table may be named twice, by its ARN too.
        var seen: [String: Set<EncodedKey>] = [:]
        for (name, requests) in requests {
            let table = try service.catalogue.table(name)
            for request in requests {
                let key: EncodedKey
                switch request {
                case .put(let item, _):
                    key = try table.key.encode(batched: item)
                    for index in table.indexes { try index.index.check(item) }
                case .delete(let attributes): key = try table.key.encode(key: attributes)
                }
                guard seen[table.name, default: []].insert(key).inserted else {
                    throw AWSError.validation("Provided list of item keys contains duplicates")
                }
                writes.append(Write(table: table, key: key, request: request))
            }
        }
        return writes
    }

    private func perform(_ write: Write, _ service: DynamoDB, _ connection: Connection) throws -> Capacity {
        let writer = ItemWriter(table: write.table, service: service, connection: connection)
        switch write.request {
        case .put(let item, let stored):
            if detail == .none && write.table.canOverwrite {
                try write.table.items.put(write.key, stored, connection)
                return Capacity()
            }
            return try writer.replace(write.key, writer.get(write.key), with: item)
        case .delete: return try writer.replace(write.key, writer.get(write.key), with: nil)
        }
    }

    private func collectionMetrics(_ writes: [Write]) -> JSON {
        var metrics = CollectionMetrics()
        for write in writes {
            switch write.request {
            case .put(let attributes, _), .delete(let attributes): metrics.add(attributes, write.table)
            }
        }
        return metrics.json
    }
}
