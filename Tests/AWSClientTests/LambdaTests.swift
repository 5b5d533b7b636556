import AWSClient
import SocketServer
import Testing

@Suite struct LambdaTests {
    private func client(_ server: SocketServer) -> Lambda {
        var credentials = AWSCredentials(accessKeyID: "key", secretAccessKey: "secret")
        credentials.sessionToken = "token"
        return Lambda(
            configuration: AWSConfiguration(region: "eu-west-1", credentials: credentials, endpoint: server.url)
        )
    }

    @Test func handsEventsOver() async throws {
        let server = SocketServer { _ in .init(202, headers: [("X-Amz-Executed-Version", "$LATEST")]) }
        let input = Lambda.InvokeInput(
            functionName: "arn:aws:lambda:eu-west-1:000000000000:function:f",
            invocationType: .event,
            qualifier: "$LATEST",
            payload: Array("{}".utf8)
        )
        let output = try await client(server).invoke(input)
        #expect(output.statusCode == 202 && output.functionError == nil && output.executedVersion == "$LATEST")
        let request = try #require(server.requests.first)
        #expect(
            request.path
                == "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A000000000000%3Afunction%3Af/invocations"
                + "?Qualifier=%24LATEST"
        )
        #expect(request.headers["x-amz-invocation-type"] == "Event")
        #expect(request.headers["x-amz-security-token"] == "token")
        #expect(request.headers["authorization"]?.contains("/eu-west-1/lambda/aws4_request") == true)
        #expect(request.text == "{}")
    }

    @Test func tellsAFunctionsErrorFromARefusal() async throws {
        let server = SocketServer { request in
            request.path.contains("/broken/")
                ? .init(200, headers: [("X-Amz-Function-Error", "Unhandled")], #"{"errorType":"Oops"}"#)
                : .init(404, headers: [("x-amzn-ErrorType", "ResourceNotFoundException")], #"{"Message":"no such"}"#)
        }
        let failed = try await client(server).invoke(.init(functionName: "broken"))
        #expect(failed.functionError == "Unhandled" && failed.payload == Array(#"{"errorType":"Oops"}"#.utf8))
        let error = await #expect(throws: LambdaError.self) {
            try await client(server).invoke(.init(functionName: "none"))
        }
        #expect(error?.code == "ResourceNotFoundException" && error?.message == "no such" && error?.statusCode == 404)
    }
}
