import JSON
import ServiceKit
import Wire

/// What the actions on function URLs have in common.
/// https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
struct FunctionURLRequest {
    static let path = "/2021-10-31/functions/{FunctionName}/url"

    private static let qualifier = Shape.words(
        #"((?!^\d+$)^[0-9a-zA-Z-_]+$)"#,
        length: 1...128
    ) { text in !text.utf8.allSatisfy(\.isDigit) }

    static let members: [Shape.Member] = [
        .required("FunctionName", .functionURLFunctionName), .optional("Qualifier", qualifier),
    ]
    static let input = Shape.structure(members, java: "FunctionUrlConfigRequest")
    static let authType = Shape.string(values: ["NONE", "AWS_IAM"])
    static let settings: [Shape.Member] = [
        .optional("Cors", cors), .optional("InvokeMode", .string(values: ["RESPONSE_STREAM", "BUFFERED"])),
    ]

    private static let headers = Shape.list(.string(length: 0...1_024), length: 0...100)
    private static let cors = Shape.structure(
        [
            .optional("AllowCredentials", .boolean), .optional("AllowHeaders", headers),
            .optional("AllowMethods", .list(.string(length: 0...6), length: 0...6)),
            .optional("AllowOrigins", .list(.string(length: 1...253), length: 0...100)),
            .optional("ExposeHeaders", headers), .optional("MaxAge", .number(java: "Integer", range: 0...86_400)),
        ],
        java: "Cors"
    )

    let reference: FunctionReference

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        reference = try service.reference(input)
    }

    var key: FunctionSettings.Key { .init(.url, reference.name, reference.qualifier) }

    /// What is stored; throws AWS's error where there is nothing.
    func stored(_ service: LambdaAPI) throws(AWSError) -> JSON.Object {
        guard let stored = service.settings[key]?.objectValue else {
            throw .resourceNotFound("The resource you requested does not exist.")
        }
        return stored
    }

    /// As the API shows it. Replies to changes have no `InvokeMode` where none was ever asked for.
    static func shown(_ stored: JSON.Object, _ reference: FunctionReference, _ service: LambdaAPI) -> JSON.Object {
        var json = changed(stored, reference, service)
        json["InvokeMode"] = json["InvokeMode"] ?? "BUFFERED"
        return json
    }

    static func changed(_ stored: JSON.Object, _ reference: FunctionReference, _ service: LambdaAPI) -> JSON.Object {
        let alias = reference.qualifier == "$LATEST" ? nil : reference.qualifier
        let arn = service.context.account.function(reference.name, alias)
        var json = JSON.Object([
            ("FunctionUrl", .string(service.functionURL(stored["UrlId"]?.stringValue ?? ""))),
            ("FunctionArn", .string(arn.description)),
        ])
        for member in stored.members where member.key != "UrlId" { json[member.key] = member.value }
        return json
    }
}
