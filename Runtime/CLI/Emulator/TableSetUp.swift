import DynamoDB
import JSON
import Template
import Wire

/// Creates the tables that a template names, by the same action that any client would use.
struct TableSetUp {
    var dynamoDB: DynamoDB
    var account: AWSAccount

    /// A table that is there already stays as it is, with what it holds; one with another key is an error.
    func create(_ tables: [Application.Table]) async throws(CommandError) {
        for table in tables {
            let response = await send("CreateTable", table.createTableInput)
            if response.status == 200 { continue }
            let error = try? JSON(parsing: response.body)
            guard error?["__type"]?.stringValue?.hasSuffix("#ResourceInUseException") == true else {
                let reason = error?["message"]?.stringValue ?? error?["Message"]?.stringValue ?? "\(response.status)"
                throw CommandError("\(table.path): the table \(table.name) could not be created: \(reason)")
            }
            try await check(table)
        }
    }

    private func check(_ table: Application.Table) async throws(CommandError) {
        let response = await send("DescribeTable", ["TableName": .string(table.name)])
        guard let existing = try? JSON(parsing: response.body)["Table"] else { return }
        let wanted = table.createTableInput
        guard existing["KeySchema"] == wanted["KeySchema"] else {
            throw CommandError(
                "\(table.path): the stored table \(table.name) has another key than the template says. "
                    + "Delete it (aws dynamodb delete-table), or start with another --data-dir"
            )
        }
        let missing = Self.indexes(wanted).subtracting(Self.indexes(existing))
        guard missing.isEmpty else {
            throw CommandError(
                "\(table.path): the stored table \(table.name) lacks the index \(missing.sorted().joined(separator: ", ")). "
                    + "Delete it (aws dynamodb delete-table), or start with another --data-dir"
            )
        }
    }

    private static func indexes(_ table: JSON) -> Set<String> {
        let all = ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"].flatMap { table[$0]?.arrayValue ?? [] }
        return Set(all.compactMap { $0["IndexName"]?.stringValue })
    }

    private func send(_ action: String, _ input: JSON) async -> HTTPResponse {
        let request = HTTPRequest(
            method: "POST",
            target: "/",
            headers: [
                "X-Amz-Target": "DynamoDB_20120810.\(action)",
                "Content-Type": "application/x-amz-json-1.0",
                "Authorization": "AWS4-HMAC-SHA256 Credential=hearth/20260101/\(account.region)/dynamodb/aws4_request, "
                    + "SignedHeaders=host, Signature=0",
                "X-Amz-Date": "20260101T000000Z",
            ],
            body: input.bytes
        )
        return await withCheckedContinuation { continuation in
            dynamoDB.handle(request) { continuation.resume(returning: $0) }
        }
    }
}
