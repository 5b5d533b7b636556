import JSON

extension AWSJSONClient {
    /// Throws `AWSServiceError` for what the service refuses and `AWSConnectionError` when no answer comes, or none that
    /// can be read.
    func call<Output: WireDecodable>(_ action: String, _ input: some WireEncodable) async throws -> Output {
        let answer = try await bytes(action, input)
        do {
            return try Output(WireMembers(JSONTape(answer)))
        } catch {
            throw AWSConnectionError(reason: "the answer to \(action) is broken: \(error)", endpoint: endpoint)
        }
    }

    /// An action whose answer says nothing.
    func call(_ action: String, _ input: some WireEncodable) async throws { _ = try await bytes(action, input) }

    private func bytes(_ action: String, _ input: some WireEncodable) async throws -> [UInt8] {
        do {
            return try await call(action, input.wireBytes)
        } catch let error as AWSErrorAnswer {
            throw AWSServiceError(error)
        }
    }
}
