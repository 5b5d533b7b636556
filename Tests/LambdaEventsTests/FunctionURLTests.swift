import JSON
import LambdaEvents
import Testing

@Suite struct FunctionURLTests {
    /// After the example in AWS's developer guide.
    private static let event = #"""
        {"version":"2.0","routeKey":"$default","rawPath":"/my/path","rawQueryString":"a=1","cookies":["c1","c2"],
         "headers":{"content-type":"application/json","x-many":"1,2"},"queryStringParameters":{"a":"1"},
         "requestContext":{"accountId":"123456789012","apiId":"id","authentication":null,
          "authorizer":{"iam":{"accessKey":"AKIA","accountId":"111122223333","callerId":"AIDA","cognitoIdentity":null,
           "principalOrgId":null,"userArn":"arn:aws:iam::111122223333:user/u","userId":"AIDA"}},
          "domainName":"id.lambda-url.us-west-2.on.aws","domainPrefix":"id",
          "http":{"method":"POST","path":"/my/path","protocol":"HTTP/1.1","sourceIp":"192.0.2.1","userAgent":"agent"},
          "requestId":"r","routeKey":"$default","stage":"$default","time":"12/Mar/2020:19:03:58 +0000",
          "timeEpoch":1583348638390},
         "body":"{\"rating\":5}","pathParameters":null,"isBase64Encoded":false,"stageVariables":null}
        """#

    @Test func requests() throws {
        let request = try JSONCoder.decode(FunctionURLRequest.self, from: Self.event)
        #expect(request.rawPath == "/my/path" && request.cookies == ["c1", "c2"] && request.pathParameters == nil)
        #expect(request.requestContext.http.method == .post && request.requestContext.timeEpoch == 1_583_348_638_390)
        #expect(request.requestContext.authorizer?.iam?.callerId == "AIDA")
        #expect(try request.decodeBody([String: Int].self) == ["rating": 5])
        #expect(request.headers.first(name: "Content-Type") == "application/json")
        #expect(request.headers.first(name: "X-None") == nil)
    }

    @Test func replies() throws {
        let reply = FunctionURLResponse(statusCode: .created, headers: ["a": "b"], body: "x", cookies: ["c=1"])
        let json = try JSON(parsing: JSONCoder.encode(reply))
        #expect(json == ["statusCode": 201, "headers": ["a": "b"], "body": "x", "cookies": ["c=1"]])
    }
}
