import JSON
import ServiceKit
import Storage
import Wire

/// Reads up to ten parameters, each once, and tells which of them are not there.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
struct GetParameters: Operation {
    static let input = Shape.request(
        "GetParameters",
        [.required("Names", .parameterNames), .optional("WithDecryption", .boolean)]
    )
    static let access = OperationAccess.read

    private let references: [ParameterReference]
    private let isDecrypted: Bool
    private let region: String

    init(_ input: JSON.Object, _ service: SSM) throws(AWSError) { try self.init(input, HTTPHeaders(), service) }

    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: SSM) throws(AWSError) {
        region = CredentialScope(headers)?.region ?? service.context.account.region
        var names: [String] = []
        for name in (input["Names"]?.arrayValue ?? []).compactMap(\.stringValue) where !names.contains(name) {
            names.append(name)
        }
        references = names.map { ParameterReference($0) }
        isDecrypted = input["WithDecryption"]?.boolValue ?? false
    }

    func perform(_ service: SSM, _ connection: Connection) throws -> [UInt8] {
        let store = ParameterStore(connection)
        var (found, missing): ([JSON], [JSON]) = ([], [])
        for reference in references {
            do {
                if let secret = SecretReference(reference, region: region) {
                    found.append(try secret.parameter(service, isDecrypted: isDecrypted, connection))
                    continue
                }
                let parameter = try store.parameter(reference)
                found.append(parameter.json(service.context.account, reference, isDecrypted: isDecrypted))
            } catch is AWSError {
                missing.append(.string(reference.text))
            }
        }
        return JSON.object(
            JSON.Object([("Parameters", .array(found)), ("InvalidParameters", .array(missing))])
        ).bytes
    }
}
