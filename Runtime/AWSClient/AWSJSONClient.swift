import JSON

/// Speaks AWS's JSON 1.0 protocol with one service.
struct AWSJSONClient: Sendable {
    let configuration: AWSConfiguration
    let service: String
    let targetPrefix: String

    func call(_ action: String, _ body: [UInt8]) async throws -> [UInt8] {
        throw AWSConnectionError(reason: "calls are not implemented yet", endpoint: configuration.endpoint)
    }
}

extension DynamoDB {
    func call<Output: WireDecodable>(_ action: String, _ input: some WireEncodable) async throws -> Output {
        let reply = try await client.call(action, input.wireBytes)
        return try Output(wire: JSON(parsing: reply))
    }
}
