import JSON

/// What is wrong with a store that should hold what the clients of the plan were told.
package struct Damage: Error, CustomStringConvertible {
    package var description: String
}

extension Store {
    package typealias Items = [Int: [String: Plan.Item]]

    /// How many steps each client has taken: those that it was told of, and perhaps the one it had under way. Throws
    /// `Damage` when an item is neither as it was before that step nor as it is after it, or an index differs.
    package func steps(acknowledged: [Int]) throws -> [Int] {
        let items = try items()
        for index in ["global", "local"] where try self.items(index: index) != items {
            throw Damage(description: "the \(index) index differs from the items")
        }
        return try acknowledged.enumerated().map { client, steps in
            let plan = Plan(client: client)
            let own = items[client] ?? [:]
            guard let found = [steps, steps + 1].first(where: { plan.items(after: $0) == own }) else {
                throw Damage(description: "client \(client) after \(steps) steps has \(own)")
            }
            return found
        }
    }

    /// Throws `Damage` when the stream, read from its beginning, does not lead to the items.
    package func checkStream() throws {
        let table = try call("DescribeTable", #"{"TableName": "\#(Plan.table)"}"#)["Table"]
        let arn = table?["LatestStreamArn"]?.stringValue ?? ""
        let described = try call("DescribeStream", #"{"StreamArn": "\#(arn)"}"#)
        var items: Items = [:]
        for shard in described["StreamDescription"]?["Shards"]?.arrayValue ?? [] {
            let id = shard["ShardId"]?.stringValue ?? ""
            var iterator = try call(
                "GetShardIterator",
                #"{"StreamArn": "\#(arn)", "ShardId": "\#(id)", "ShardIteratorType": "TRIM_HORIZON"}"#
            )["ShardIterator"]?.stringValue
            while let next = iterator {
                let page = try call("GetRecords", #"{"ShardIterator": "\#(next)"}"#)
                let records = page["Records"]?.arrayValue ?? []
                for record in records { try replay(record["dynamodb"] ?? .null, &items) }
                iterator = records.isEmpty ? nil : page["NextShardIterator"]?.stringValue
            }
        }
        let there = try self.items()
        guard items.filter({ !$0.value.isEmpty }) == there.filter({ !$0.value.isEmpty }) else {
            throw Damage(description: "the stream's records do not lead to the items")
        }
    }

    private func replay(_ change: JSON, _ items: inout Items) throws {
        guard let client = Int(change["Keys"]?["client"]?["N"]?.stringValue ?? ""),
            let key = change["Keys"]?["key"]?["S"]?.stringValue
        else { throw Damage(description: "a record without a key: \(change.text)") }
        items[client, default: [:]][key] = try change["NewImage"].map(item)
    }

    /// By client and key.
    private func items(index: String? = nil) throws -> Items {
        let name = index.map { #", "IndexName": "\#($0)""# } ?? ""
        var items: Items = [:]
        var start = ""
        while true {
            let page = try call("Scan", #"{"TableName": "\#(Plan.table)"\#(name)\#(start)}"#)
            for json in page["Items"]?.arrayValue ?? [] {
                guard let client = Int(json["client"]?["N"]?.stringValue ?? ""),
                    let key = json["key"]?["S"]?.stringValue
                else { throw Damage(description: "an item without a key: \(json.text)") }
                guard items[client, default: [:]].updateValue(try item(json), forKey: key) == nil else {
                    throw Damage(description: "an item that is there twice: \(json.text)")
                }
            }
            guard let last = page["LastEvaluatedKey"] else { return items }
            start = #", "ExclusiveStartKey": \#(last.text)"#
        }
    }

    private func item(_ json: JSON) throws -> Plan.Item {
        guard let step = Int(json["step"]?["N"]?.stringValue ?? ""),
            let updates = Int(json["updates"]?["N"]?.stringValue ?? ""),
            json["group"]?["N"]?.stringValue == String(step % 7)
        else { throw Damage(description: "half an item: \(json.text)") }
        return Plan.Item(step: step, updates: updates)
    }
}
