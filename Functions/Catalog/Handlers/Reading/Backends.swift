import AWSClient
import CatalogStores
import JSON

/// Calls backends.
protocol Backends: Sendable {
    /// The backend's answer, as JSON. Throws where it fails.
    func call(_ backend: Backend, _ request: BackendRequest) async throws -> [UInt8]
}

/// Backends that are functions of their own.
struct LambdaBackends: Backends {
    let lambda: Lambda
    let names: [Backend: String]

    init(_ names: CatalogNames) throws {
        lambda = try Lambda()
        self.names = try Dictionary(
            uniqueKeysWithValues: Backend.allCases.map { ($0, try names.name($0.variable)) }
        )
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    func call(_ backend: Backend, _ request: BackendRequest) async throws -> [UInt8] {
        let name = names[backend] ?? backend.rawValue
        let output = try await lambda.invoke(.init(functionName: name, payload: try JSONCoder.encode(request)))
        if let error = output.functionError {
            throw Failure(description: "\(name): \(error): \(String(decoding: output.payload, as: UTF8.self))")
        }
        return output.payload
    }
}
