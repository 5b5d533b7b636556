import JSON
import ServiceKit
import Storage
import Wire

/// Removes a function with all that belongs to it, or one of its versions.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
struct DeleteFunction: RESTOperation {
    static let binding = RESTBinding("DELETE", "/2015-03-31/functions/{FunctionName}", query: [.qualifier], status: 204)
    static let input = Shape.functionVersion
    static let access = OperationAccess.write(.alone)

    private let reference: FunctionReference

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        reference = try service.reference(input)
        guard let qualifier = reference.qualifier else { return }
        if qualifier == "$LATEST" {
            throw .invalidParameter("$LATEST version cannot be deleted without deleting the function.")
        }
        if Int(qualifier) == nil, !qualifier.contains("$") {
            throw .invalidParameter("Deletion of aliases is not currently supported.")
        }
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let name = reference.name
        guard let function = service.settings.function(name) else { throw service.notFound(name, nil) }
        if let version = reference.qualifier {
            // As on AWS: there may never have been such a version.
            if let alias = function.aliases.first(where: { $0.functionVersion == version || $0.weights[version] != nil }
            ) {
                let arn = function.latest.arn(in: service.context.account)
                throw AWSError.resourceConflict(
                    "Version \(version) of function \(arn) is referenced by alias \(alias.name)"
                )
            }
        }
        for key in service.settings.keys(of: name, reference.qualifier) {
            try service.settings.set(nil, key, connection)
        }
        return []
    }

    func committed(_ service: LambdaAPI) {
        service.settings.publish()
        service.lambda.refresh(reference.name)
    }
}
