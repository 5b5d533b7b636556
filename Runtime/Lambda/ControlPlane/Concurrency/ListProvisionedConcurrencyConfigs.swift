import JSON
import ServiceKit
import Storage
import Wire

/// Lists what versions and aliases of a function have provisioned; up to 50 at a time.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListProvisionedConcurrencyConfigs.html
struct ListProvisionedConcurrencyConfigs: RESTOperation, DeferredOperation {
    static let binding = RESTBinding(
        "GET",
        "\(ProvisionedConcurrencyRequest.path)?List=ALL",
        query: Page.query
    )
    static let input = Shape.structure(
        [.required("FunctionName", .functionName)] + Page.members(limit: 50),
        java: "ListProvisionedConcurrencyConfigsRequest"
    )

    private let function: RegisteredFunction
    private let page: Page

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        let reference = try service.unqualified(input)
        guard let function = service.lambda.registry[reference.name] else {
            throw service.notFound(reference.name, nil)
        }
        self.function = function
        page = try Page(input, limit: 50)
    }

    func begin(
        _ service: LambdaAPI,
        _ httpRequest: HTTPRequest,
        _ together: Together?,
        _ answer: @escaping Completion
    ) {
        let stored = service.settings.all(.provisionedConcurrency, of: function.name)
        service.lambda.provisioned(of: function.name) { statuses in
            let reply = page.reply("ProvisionedConcurrencyConfigs", stored, key: \.qualifier) { qualifier, stored in
                let version = function.configuration(qualifier)?.version ?? qualifier
                var json = ProvisionedConcurrencyRequest.json(stored, statuses[version] ?? ProvisionedStatus())
                json["FunctionArn"] = .string(service.context.account.function(function.name, qualifier).description)
                return .object(json)
            }
            answer(.success(reply))
        }
    }
}
