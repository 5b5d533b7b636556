import JSON

extension DynamoDB {
    func call<Output: WireDecodable>(_ action: String, _ input: some WireEncodable) async throws -> Output {
        let answer: [UInt8]
        do {
            answer = try await client.call(action, input.wireBytes)
        } catch let error as AWSErrorAnswer {
            throw DynamoDBError(error)
        }
        do {
            return try Output(WireMembers(JSONTape(answer)))
        } catch {
            throw AWSConnectionError(reason: "the answer to \(action) is broken: \(error)", endpoint: client.endpoint)
        }
    }
}

extension AWSJSONClient {
    var endpoint: String { configuration.endpoint }
}

extension DynamoDBError {
    init(_ answer: AWSErrorAnswer) {
        code = Code(rawValue: answer.code)
        message = answer.message
        statusCode = answer.statusCode
        requestID = answer.requestID
        item = try? answer.body?.get("Item")
        cancellationReasons = try? answer.body?.get("CancellationReasons")
    }
}

extension DynamoDBError.CancellationReason: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        code = try object.required("Code")
        message = try object.get("Message")
        item = try object.get("Item")
    }
}
