import JSON
import ServiceKit
import Storage
import Wire

/// Removes an alias with what is said of it; it need not be there.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteAlias.html
struct DeleteAlias: RESTOperation {
    static let binding = RESTBinding("DELETE", "\(AliasRequest.path)/{Name}", status: 204)
    static let input = Shape.structure(
        [.required("FunctionName", .functionName), .required("Name", AliasRequest.name)],
        java: "DeleteAliasRequest"
    )
    static let access = OperationAccess.write(.alone)

    private let function: String
    private let name: String

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        function = try service.unqualified(input).name
        name = input["Name"]?.stringValue ?? ""
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        for key in service.settings.keys(of: function, name) { try service.settings.set(nil, key, connection) }
        return []
    }

    func committed(_ service: LambdaAPI) {
        service.settings.publish()
        service.lambda.refresh(function)
    }
}
