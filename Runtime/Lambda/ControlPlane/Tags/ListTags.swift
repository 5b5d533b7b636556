import JSON
import ServiceKit
import Storage
import Wire

/// Shows the tags of a function.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html
struct ListTags: RESTOperation {
    static let binding = RESTBinding("GET", FunctionTags.path)
    static let input = FunctionTags.input
    static let access = OperationAccess.read

    private let function: String

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        function = try FunctionTags.function(input, service)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let tags = service.settings[.init(.tags, function)] ?? [:]
        return JSON.object(JSON.Object([("Tags", tags)])).bytes
    }
}
