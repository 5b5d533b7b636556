import JSON
import ServiceKit
import Storage
import Wire

/// Reads one parameter.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
struct GetParameter: Operation {
    static let input = Shape.request(
        "GetParameter",
        [.required("Name", .parameterName), .optional("WithDecryption", .boolean)]
    )
    static let access = OperationAccess.read

    private let reference: ParameterReference
    private let isDecrypted: Bool
    private let region: String

    init(_ input: JSON.Object, _ service: SSM) throws(AWSError) { try self.init(input, HTTPHeaders(), service) }

    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: SSM) throws(AWSError) {
        region = CredentialScope(headers)?.region ?? service.context.account.region
        reference = ParameterReference(input["Name"]?.stringValue ?? "")
        isDecrypted = input["WithDecryption"]?.boolValue ?? false
    }

    func perform(_ service: SSM, _ connection: Connection) throws -> [UInt8] {
        if let secret = SecretReference(reference, region: region) {
            let json = try secret.parameter(service, isDecrypted: isDecrypted, connection)
            return JSON.object(JSON.Object([("Parameter", json)])).bytes
        }
        try ParameterName.checkPath(reference.name)
        let parameter = try ParameterStore(connection).parameter(reference)
        let json = parameter.json(service.context.account, reference, isDecrypted: isDecrypted)
        return JSON.object(JSON.Object([("Parameter", json)])).bytes
    }
}
