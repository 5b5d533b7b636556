import JSON
import Template
import Testing

@Suite struct FunctionURLTests {
    /// As SAM does.
    @Test func aURLWithoutAuthenticationIsOpened() throws {
        let application = readFunction("AutoPublishAlias: live\nFunctionUrlConfig: {AuthType: NONE}")
        #expect(
            application.functionPermissions.map { $0.request["Action"] }
                == ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"]
        )
        #expect(application.functionPermissions.allSatisfy { $0.qualifier == "live" && $0.request["Principal"] == "*" })
        #expect(application.functionPermissions[0].request["FunctionUrlAuthType"] == "NONE")
        #expect(application.functionPermissions[1].request["InvokedViaFunctionUrl"] == true)
        #expect(application.lines.isEmpty)
        let signed = readFunction("FunctionUrlConfig: {AuthType: AWS_IAM}")
        #expect(signed.functionPermissions.isEmpty && signed.lines.isEmpty)
    }

    @Test func methodsAreThoseOfCloudFormation() throws {
        let cors = "FunctionUrlConfig: {AuthType: AWS_IAM, Cors: {AllowMethods: [%]}}"
        func lines(_ methods: String) -> [String] { readFunction(cors.replacing("%", with: methods)).lines }
        #expect(lines("GET, '*'").isEmpty)
        for method in ["OPTIONS", "get", "FOO"] {
            let line = try #require(lines(method).first)
            let words = "GET, PUT, HEAD, POST, PATCH, DELETE, *"
            #expect(line.contains("Cors/AllowMethods/0: \(method) is not one of \(words)"))
        }
    }

    private static let url = """
          U:
            Type: AWS::Lambda::Url
            Properties: {TargetFunctionArn: !Ref F, AuthType: NONE}

        """
    private static let permissions = """
          P:
            Type: AWS::Lambda::Permission
            Properties:
              FunctionName: !Ref F
              Action: lambda:InvokeFunctionUrl
              Principal: '*'
              FunctionUrlAuthType: NONE
          Q:
            Type: AWS::Lambda::Permission
            Properties:
              FunctionName: !Ref F
              Action: lambda:InvokeFunction
              Principal: '*'
              InvokedViaFunctionUrl: true
        """

    @Test func aURLThatNothingOpensIsToldOf() throws {
        let closed = readFunction("", rest: Self.url)
        #expect(closed.diagnostics.map(\.severity) == [.warning, .warning])
        #expect(
            closed.lines.first?.contains("add an AWS::Lambda::Permission with Action: lambda:InvokeFunctionUrl") == true
        )
        #expect(readFunction("", rest: Self.url + Self.permissions).lines.isEmpty)
    }
}
