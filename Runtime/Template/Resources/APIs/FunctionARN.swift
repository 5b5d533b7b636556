import Wire

/// The function that an integration or an authorizer invokes.
struct FunctionARN {
    var name: String
    /// The version or alias.
    var qualifier: String?

    /// `arn:aws:lambda:us-east-1:000000000000:function:guard`, with or without a qualifier; `nil` for another text.
    init?(_ text: String) {
        guard let arn = ARN(text), arn.service == "lambda", arn.resource.hasPrefix("function:"),
            let function = FunctionName(arn.resource)
        else { return nil }
        (name, qualifier) = (function.name, function.qualifier)
    }

    /// Also takes `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{ARN}/invocations`.
    init?(integrationURI text: String) {
        guard let uri = ARN(text), uri.service == "apigateway", uri.accountID == "lambda" else {
            self.init(text)
            return
        }
        let parts = uri.resource.split(separator: "/")
        guard parts.count == 5, parts[0] == "path", parts[2] == "functions", Self.actions[String(parts[1])] == parts[4]
        else { return nil }
        self.init(String(parts[3]))
    }

    /// By the version of Lambda's API: `Invoke` and `InvokeWithResponseStream`.
    private static let actions: [String: Substring] = [
        "2015-03-31": "invocations", "2021-11-15": "response-streaming-invocations",
    ]
}
