import JSON
import ServiceKit
import Storage
import Wire

/// Shows an alias of a function.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html
struct GetAlias: RESTOperation {
    static let binding = RESTBinding("GET", "/2015-03-31/functions/{FunctionName}/aliases/{Name}")
    static let input = Shape.structure(
        [.required("FunctionName", .functionName), .required("Name", AliasRequest.name)],
        java: "GetAliasRequest"
    )
    static let access = OperationAccess.read

    private let reference: FunctionReference
    private let name: String

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        reference = try service.reference(input)
        name = input["Name"]?.stringValue ?? ""
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let function = try service.existing(reference)
        guard let alias = function.alias(name) else {
            throw AWSError.noAlias(service.context.account.function(function.name, name))
        }
        return alias.json(of: function.name, service.context.account).bytes
    }
}
