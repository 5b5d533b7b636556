import JSON

/// What functions that decide about requests need beside themselves: API Gateway has to be let in.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.permission
struct AuthorizerRules {
    let findings: Findings

    func check(_ application: Application) {
        let authorizers = application.httpAPIs.flatMap(\.authorizers) + application.restAPIs.flatMap(\.authorizers)
        for authorizer in authorizers {
            guard case .lambda(let settings) = authorizer.kind, settings.credentials == nil,
                !application.functionPermissions.contains(where: { $0.letsAPIGatewayIn(to: settings) })
            else { continue }
            findings.warning(
                authorizer.path,
                "API Gateway may not invoke \(settings.functionName): requests are answered 500",
                remedy: "set EnableFunctionDefaultPermissions to true where SAM makes the authorizer, or add an "
                    + "AWS::Lambda::Permission with Action: lambda:InvokeFunction and Principal: apigateway.amazonaws.com"
            )
        }
    }
}

extension Application.FunctionPermission {
    fileprivate func letsAPIGatewayIn(to authorizer: Application.LambdaAuthorizer) -> Bool {
        functionName == authorizer.functionName && qualifier == authorizer.qualifier && isForAPIGateway
    }

    /// Whether API Gateway may invoke the function, for whatever source.
    var isForAPIGateway: Bool {
        ["apigateway.amazonaws.com", "*"].contains(request["Principal"]?.stringValue)
            && ["lambda:InvokeFunction", "lambda:*", "*"].contains(request["Action"]?.stringValue)
    }
}
