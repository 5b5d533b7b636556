import AWSClient
import ProductCatalog

/// The table of notices, by user and id. Index `by_time` lists a user's notices; the sparse index `waiting` holds those
/// for the next digest, in shards so that no partition gets hot. An hour's budget is an item of the user's as well.
package struct DynamoDBNotices: NoticeStore {
    /// How many parts the index `waiting` has.
    package static let shards = 4
    /// Seconds for which notices are kept.
    private static let lifetime = 90 * 86_400

    private let dynamoDB: DynamoDB
    private let table: String

    package init(_ dynamoDB: DynamoDB, table: String) {
        self.dynamoDB = dynamoDB
        self.table = table
    }

    package func deliver(_ notice: UserNotice) async throws -> NoticeDelivery {
        guard notice.state == .sent else { return try await wait(notice) }
        do {
            try await transact([.put(try put(notice)), .update(budget(notice))])
            return .sent
        } catch let error as DynamoDBError where error.code == .transactionCanceledException {
            let codes = error.cancellationReasons?.map(\.code) ?? []
            if codes.first == "ConditionalCheckFailed" { return .duplicate }
            if codes.last == "ConditionalCheckFailed" { return try await wait(notice) }
            throw error
        }
    }

    private static let attempts = 10

    /// Does it again where another transaction on one of the items is under way.
    private func transact(_ items: [DynamoDB.TransactWriteItem]) async throws {
        for attempt in 1..<Self.attempts {
            do {
                _ = try await dynamoDB.transactWriteItems(.init(transactItems: items))
                return
            } catch let error as DynamoDBError where error.isTransactionConflict {
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...min(1_000, 10 << attempt))))
            }
        }
        _ = try await dynamoDB.transactWriteItems(.init(transactItems: items))
    }

    private func wait(_ notice: UserNotice) async throws -> NoticeDelivery {
        var notice = notice
        notice.state = .waiting
        do {
            let put = try put(notice)
            _ = try await dynamoDB.putItem(
                .init(tableName: table, item: put.item, conditionExpression: put.conditionExpression)
            )
            return .waiting
        } catch let error as DynamoDBError where error.code == .conditionalCheckFailedException {
            return .duplicate
        }
    }

    private func put(_ notice: UserNotice) throws -> DynamoDB.Put {
        var item = try AttributeValue(encoding: notice).mapValue ?? [:]
        item["expires_at"] = .n(notice.created_at / 1_000 + Self.lifetime)
        if notice.state == .waiting { item["digest_shard"] = .n(Self.shard(notice.user_id)) }
        return .init(tableName: table, item: item, conditionExpression: "attribute_not_exists(notice_id)")
    }

    private func budget(_ notice: UserNotice) -> DynamoDB.Update {
        let hour = NoticeBudget.hour(notice.created_at)
        return .init(
            tableName: table,
            key: ["user_id": .s(notice.user_id), "notice_id": .s("budget#\(hour)")],
            updateExpression: "SET expires_at = :end ADD used :one",
            conditionExpression: "attribute_not_exists(used) OR used < :most",
            expressionAttributeValues: [
                ":one": 1, ":most": .n(NoticeBudget.perHour), ":end": .n((hour + 2) * 3_600),
            ]
        )
    }

    /// FNV-1a, the same on every machine.
    static func shard(_ userID: String) -> Int {
        let hash = userID.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return Int(hash % UInt32(shards))
    }
}

extension DynamoDBNotices {
    package func notices(ofUser id: String, limit: Int) async throws -> [UserNotice] {
        try await dynamoDB.query(
            .init(
                tableName: table,
                indexName: "by_time",
                keyConditionExpression: "user_id = :id",
                expressionAttributeValues: [":id": .s(id)],
                scanIndexForward: false,
                limit: limit
            )
        ).items.map { try $0.decode(UserNotice.self) }
    }

    package func waiting(inShard shard: Int) async throws -> [UserNotice] {
        var waiting: [UserNotice] = []
        var start: DynamoDB.Item?
        repeat {
            let output = try await dynamoDB.query(
                .init(
                    tableName: table,
                    indexName: "waiting",
                    keyConditionExpression: "digest_shard = :shard",
                    expressionAttributeValues: [":shard": .n(shard)],
                    exclusiveStartKey: start
                )
            )
            waiting += try output.items.map { try $0.decode(UserNotice.self) }
            start = output.lastEvaluatedKey
        } while start != nil
        return waiting
    }

    package func digest(_ waiting: [UserNotice], now: Int) async throws -> Bool {
        guard let digest = UserNotice(digestOf: waiting, now: now) else { return false }
        let marks = waiting.map { notice in
            DynamoDB.TransactWriteItem.update(
                .init(
                    tableName: table,
                    key: ["user_id": .s(notice.user_id), "notice_id": .s(notice.notice_id)],
                    updateExpression: "SET #state = :digested REMOVE digest_shard",
                    conditionExpression: "#state = :waiting",
                    expressionAttributeNames: ["#state": "state"],
                    expressionAttributeValues: [":digested": "digested", ":waiting": "waiting"]
                )
            )
        }
        do {
            try await transact([.put(try put(digest))] + marks)
            return true
        } catch let error as DynamoDBError where error.code == .transactionCanceledException {
            guard error.cancellationReasons?.contains(where: { $0.code == "ConditionalCheckFailed" }) == true else {
                throw error
            }
            return false
        }
    }
}

extension DynamoDBError {
    /// Whether nothing but other transactions kept a transaction from being done.
    fileprivate var isTransactionConflict: Bool {
        guard code == .transactionCanceledException, let cancellationReasons else { return false }
        let codes = Set(cancellationReasons.map(\.code))
        return codes.contains("TransactionConflict") && codes.isSubset(of: ["None", "TransactionConflict"])
    }
}
