import JSON
import ServiceKit
import Storage
import Wire

/// Reads up to a hundred items by their keys, and 16 MB of them; the rest comes back as `UnprocessedKeys`.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
struct BatchGetItem: Operation {
    static let input = Shape.structure(
        "BatchGetItemInput",
        [
            .optional("ReturnConsumedCapacity", .returnConsumedCapacity),
            .required(
                "RequestItems",
                .map(
                    .structure(
                        "KeysAndAttributes",
                        [
                            .required("Keys", .list(.attributeMap, length: 1...Limits.batchGetKeys)),
                            .optional("AttributesToGet", .attributesToGet),
                            .optional("ConsistentRead", .boolean),
                            .optional("ProjectionExpression", .text),
                            .optional("ExpressionAttributeNames", .names),
                        ]
                    ),
                    java: "com.amazonaws.dynamodb.v20120810.KeysAndAttributes",
                    length: 1...Limits.batchGetKeys,
                    keys: Shape.KeyConstraint(length: 1...1024, pattern: .nameOrARN)
                )
            ),
        ]
    )
    static let access = OperationAccess.read

    private struct TableRequest {
        var name: String
        var keys: [AttributeMap]
        var projection: Projection?
        var isConsistent: Bool
        /// All of it but the keys, for `UnprocessedKeys`.
        var rest: JSON.Object
    }

    private let requests: [TableRequest]
    private let detail: Capacity.Detail

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        var requests: [TableRequest] = []
        for member in input["RequestItems"]?.objectValue?.members ?? [] {
            requests.append(try Self.request(member.key, member.value.objectValue ?? JSON.Object()))
        }
        guard requests.reduce(0, { $0 + $1.keys.count }) <= Limits.batchGetKeys else {
            throw .validation("Too many items requested for the BatchGetItem call")
        }
        self.requests = requests
        detail = Capacity.Detail(input)
    }

    private static func request(_ name: String, _ input: JSON.Object) throws(AWSError) -> TableRequest {
        var expressions = try ExpressionParameters(
            input,
            expressions: ["ProjectionExpression"],
            legacy: ["AttributesToGet"]
        )
        let projection = try expressions.projection()
        try expressions.finish()
        var keys: [AttributeMap] = []
        for key in input["Keys"]?.arrayValue ?? [] { keys.append(try AttributeMap(key)) }
        var rest = input
        rest["Keys"] = nil
        return TableRequest(
            name: name,
            keys: keys,
            projection: projection,
            isConsistent: input["ConsistentRead"]?.boolValue ?? false,
            rest: rest
        )
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        var responses = JSONWriter()
        var unprocessed = JSON.Object()
        var capacities: [JSON] = []
        var bytes = 0
        // A table may be named twice, by its ARN too.
        var seen: [String: Set<EncodedKey>] = [:]
        for request in requests {
            let table = try service.catalogue.table(request.name)
            try request.projection?.check(table)
            let keys = try Self.encode(request.keys, table, &seen[table.name, default: []])
            var items = JSONWriter()
            var capacity = Capacity()
            var left: [JSON] = []
            for (key, attributes) in zip(keys, request.keys) {
                let item = bytes < Limits.batchGetBytes ? try table.items.get(key, connection) : nil
                if bytes >= Limits.batchGetBytes || bytes + (item?.size ?? 0) > Limits.batchGetBytes {
                    bytes = Limits.batchGetBytes
                    left.append(attributes.json)
                    continue
                }
                capacity.table += Capacity.readUnits(item?.size ?? 0, isConsistent: request.isConsistent)
                guard let item else { continue }
                bytes += item.size
                if !items.bytes.isEmpty { items.raw(",") }
                if let projection = request.projection {
                    items.attributes(projection(try item.attributes()))
                } else {
                    items.raw(item.body)
                }
            }
            if !responses.bytes.isEmpty { responses.raw(",") }
            responses.string(request.name)
            responses.raw(":[")
            responses.raw(items.bytes)
            responses.raw("]")
            capacities.append(capacity.json(table.name, detail))
            if !left.isEmpty {
                var rest = request.rest
                rest["Keys"] = .array(left)
                unprocessed[request.name] = .object(rest)
            }
        }
        var reply = Reply(capacity: responses.bytes.count + 256)
        reply.member("Responses") { writer in
            writer.raw("{")
            writer.raw(responses.bytes)
            writer.raw("}")
        }
        reply.member("UnprocessedKeys", .object(unprocessed))
        if detail != .none { reply.member("ConsumedCapacity", .array(capacities)) }
        return reply.finish()
    }

    private static func encode(
        _ keys: [AttributeMap],
        _ table: Table,
        _ seen: inout Set<EncodedKey>
    ) throws(AWSError) -> [EncodedKey] {
        var encoded: [EncodedKey] = []
        for key in keys {
            encoded.append(try table.key.encode(key: key))
            guard seen.insert(encoded[encoded.count - 1]).inserted else {
                throw .validation("Provided list of item keys contains duplicates")
            }
        }
        return encoded
    }
}
