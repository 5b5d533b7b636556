import JSON
import Wire

/// Reads an `AWS::Lambda::Url`, and the property `FunctionUrlConfig` of a function.
struct FunctionURLReader {
    private enum AuthType: String, CaseIterable { case none = "NONE", iam = "AWS_IAM" }
    private enum Method: String, CaseIterable {
        case get = "GET"
        case put = "PUT"
        case head = "HEAD"
        case post = "POST"
        case patch = "PATCH"
        case delete = "DELETE"
        case all = "*"
    }
    private enum InvokeMode: String, CaseIterable { case buffered = "BUFFERED", responseStream = "RESPONSE_STREAM" }

    let fields: Fields

    init?(_ resource: Resource, _ resolver: Resolver) {
        guard let fields = resolver.fields(of: resource) else { return nil }
        self.fields = fields
    }

    private init(_ fields: Fields) { self.fields = fields }

    /// The URL of the resource.
    func url() -> Application.FunctionURL? {
        PropertyTable.functionURL.check(fields)
        guard let target = fields.requiredString("TargetFunctionArn") else { return nil }
        return url(of: FunctionName.name(in: target), fields.string("Qualifier"))
    }

    /// The URL that a function has in `properties`; `nil` where it has none. As SAM has it, it is the alias's where the
    /// function has one.
    static func url(of function: Application.Function, in properties: Fields) -> Application.FunctionURL? {
        guard let fields = properties.object("FunctionUrlConfig") else { return nil }
        fields.allow(["AuthType", "Cors", "InvokeMode"])
        return FunctionURLReader(fields).url(of: function.name, function.autoPublishAlias)
    }

    /// What SAM lets anyone do by a function's URL without authentication. The statements are called as SAM's resources.
    static func permissions(_ url: Application.FunctionURL, of logicalID: String) -> [Application.FunctionPermission] {
        guard url.request["AuthType"] == "NONE" else { return [] }
        let statements: [(String, String, String, JSON)] = [
            ("UrlPublicPermissions", "lambda:InvokeFunctionUrl", "FunctionUrlAuthType", "NONE"),
            ("URLInvokeAllowPublicAccess", "lambda:InvokeFunction", "InvokedViaFunctionUrl", true),
        ]
        return statements.map { suffix, action, condition, value in
            Application.FunctionPermission(
                functionName: url.functionName,
                qualifier: url.qualifier,
                request: JSON.Object([
                    ("StatementId", .string(logicalID + suffix)), ("Action", .string(action)), ("Principal", "*"),
                    (condition, value),
                ]),
                path: url.path
            )
        }
    }

    private func url(of name: String, _ qualifier: String?) -> Application.FunctionURL? {
        if fields["AuthType"] == nil { fields.missing("AuthType") }
        guard let authType = fields.choice("AuthType", AuthType.self) else { return nil }
        let mode = fields.choice("InvokeMode", InvokeMode.self) ?? .buffered
        var request: JSON.Object = JSON.Object([
            ("AuthType", .string(authType.rawValue)), ("InvokeMode", .string(mode.rawValue)),
        ])
        if let cors = fields.object("Cors") { request["Cors"] = self.cors(cors) }
        return Application.FunctionURL(functionName: name, qualifier: qualifier, request: request, path: fields.path)
    }

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-url-cors.html
    private func cors(_ fields: Fields) -> JSON {
        let lists = ["AllowHeaders", "AllowOrigins", "ExposeHeaders"]
        fields.allow(lists + ["AllowCredentials", "AllowMethods", "MaxAge"])
        var cors = JSON.Object()
        if let allows = fields.bool("AllowCredentials") { cors["AllowCredentials"] = .bool(allows) }
        for name in lists {
            if let texts = fields.strings(name) { cors[name] = .array(texts.map(JSON.string)) }
        }
        if let methods = fields.choices("AllowMethods", Method.self) {
            cors["AllowMethods"] = .array(methods.map { .string($0.rawValue) })
        }
        if let age = fields.int("MaxAge", in: 0...86_400) { cors["MaxAge"] = JSON(age) }
        return .object(cors)
    }
}

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-url.html
    static let functionURL = PropertyTable(
        acted: ["TargetFunctionArn", "Qualifier", "AuthType", "Cors", "InvokeMode"]
    )
}
