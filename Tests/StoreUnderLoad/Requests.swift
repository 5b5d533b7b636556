extension Plan {
    static let table = "durable"

    /// A table with both kinds of index and a stream.
    static let createTable = """
        {"TableName": "durable", "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "client", "KeyType": "HASH"}, {"AttributeName": "key", "KeyType": "RANGE"}],
        "AttributeDefinitions": [
        {"AttributeName": "client", "AttributeType": "N"}, {"AttributeName": "key", "AttributeType": "S"},
        {"AttributeName": "group", "AttributeType": "N"}, {"AttributeName": "step", "AttributeType": "N"}],
        "GlobalSecondaryIndexes": [{"IndexName": "global", "Projection": {"ProjectionType": "ALL"}, "KeySchema":
        [{"AttributeName": "group", "KeyType": "HASH"}, {"AttributeName": "step", "KeyType": "RANGE"}]}],
        "LocalSecondaryIndexes": [{"IndexName": "local", "Projection": {"ProjectionType": "ALL"}, "KeySchema":
        [{"AttributeName": "client", "KeyType": "HASH"}, {"AttributeName": "step", "KeyType": "RANGE"}]}],
        "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"}}
        """

    /// The request of a step.
    package func request(_ number: Int) -> (action: String, body: String) {
        let table = #""TableName": "\#(Self.table)""#
        let put = { (key: String) in #"{"PutRequest": {"Item": \#(item(key, number))}}"# }
        switch step(number) {
        case .put(let key): return ("PutItem", "{\(table), \"Item\": \(item(key, number))}")
        case .update(let key):
            return (
                "UpdateItem",
                """
                {\(table), "Key": \(self.key(key)), "UpdateExpression": "SET step = :s, #g = :g ADD updates :one",
                "ExpressionAttributeNames": {"#g": "group"}, "ExpressionAttributeValues":
                {":s": {"N": "\(number)"}, ":g": {"N": "\(number % 7)"}, ":one": {"N": "1"}}}
                """
            )
        case .delete(let key): return ("DeleteItem", "{\(table), \"Key\": \(self.key(key))}")
        case .transaction(let puts, let delete):
            let actions =
                puts.map { "{\"Put\": {\(table), \"Item\": \(item($0, number))}}" }
                + ["{\"Delete\": {\(table), \"Key\": \(key(delete))}}"]
            return ("TransactWriteItems", "{\"TransactItems\": [\(actions.joined(separator: ", "))]}")
        case .batch(let keys):
            return (
                "BatchWriteItem",
                "{\"RequestItems\": {\"\(Self.table)\": [\(keys.map(put).joined(separator: ", "))]}}"
            )
        }
    }

    private func key(_ key: String) -> String { #"{"client": {"N": "\#(client)"}, "key": {"S": "\#(key)"}}"# }

    private func item(_ key: String, _ number: Int) -> String {
        """
        {"client": {"N": "\(client)"}, "key": {"S": "\(key)"}, "step": {"N": "\(number)"}, \
        "group": {"N": "\(number % 7)"}, "updates": {"N": "0"}, "pad": {"S": "\(String(repeating: "x", count: 300))"}}
        """
    }
}
