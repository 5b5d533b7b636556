import JSON

/// What function URLs without authentication need beside themselves.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html#urls-auth-none
struct FunctionURLRules {
    let findings: Findings

    private static let needs: [(action: String, condition: String, value: JSON)] = [
        ("lambda:InvokeFunctionUrl", "FunctionUrlAuthType", "NONE"),
        ("lambda:InvokeFunction", "InvokedViaFunctionUrl", true),
    ]

    func check(_ application: Application) {
        for url in application.functionURLs where url.request["AuthType"] == "NONE" {
            for need in Self.needs where !application.functionPermissions.contains(where: { $0.gives(need, to: url) }) {
                findings.warning(
                    url.path,
                    "no permission lets anyone call this URL: on AWS it answers 403",
                    remedy: "add an AWS::Lambda::Permission with Action: \(need.action), Principal: '*' and "
                        + "\(need.condition): \(need.value.stringValue ?? need.value.text)"
                )
            }
        }
    }
}

extension Application.FunctionPermission {
    fileprivate func gives(
        _ need: (action: String, condition: String, value: JSON),
        to url: Application.FunctionURL
    ) -> Bool {
        functionName == url.functionName && qualifier == url.qualifier && request["Principal"] == "*"
            && [need.action, "lambda:*", "*"].contains(request["Action"]?.stringValue)
            && (request[need.condition] ?? need.value) == need.value
    }
}
