import FoundationEssentials
import JSON
import LambdaEvents
import Testing

@Suite struct APIGatewayEventTests {
    /// After the example in AWS's developer guide.
    static let version2 = #"""
        {"version":"2.0","routeKey":"POST /books/{id}","rawPath":"/prod/books/7","rawQueryString":"a=1&a=2&b=x",
         "cookies":["c1=v1","c2"],"headers":{"content-type":"application/json","x-many":"1,2"},
         "queryStringParameters":{"a":"1,2","b":"x"},"pathParameters":{"id":"7"},"stageVariables":{"v":"s"},
         "requestContext":{"accountId":"123456789012","apiId":"api","domainName":"api.execute-api.eu-central-1.amazonaws.com",
          "domainPrefix":"api","requestId":"r=","routeKey":"POST /books/{id}","stage":"prod","time":"12/Mar/2020:19:03:58 +0000",
          "timeEpoch":1583348638390,"http":{"method":"POST","path":"/prod/books/7","protocol":"HTTP/1.1",
           "sourceIp":"192.0.2.1","userAgent":"agent"},
          "authorizer":{"jwt":{"claims":{"sub":"me"},"scopes":["s1","s2"]}},
          "authentication":{"clientCert":{"clientCertPem":"PEM","subjectDN":"s","issuerDN":"i","serialNumber":"1",
           "validity":{"notBefore":"May 28 12:30:02 2019 GMT","notAfter":"Aug  5 09:36:04 2021 GMT"}}}},
         "body":"eyJyYXRpbmciOjV9","isBase64Encoded":true}
        """#

    struct Rating: Codable, Equatable { var rating: Int }

    @Test func version2Request() throws {
        let event = try JSONCoder.decode(APIGatewayV2Request.self, from: Self.version2)
        #expect(event.version == "2.0" && event.routeKey == "POST /books/{id}" && event.rawPath == "/prod/books/7")
        #expect(event.cookies == ["c1=v1", "c2"] && event.headers["x-many"] == "1,2")
        #expect(event.queryStringParameters == ["a": "1,2", "b": "x"] && event.pathParameters == ["id": "7"])
        #expect(event.stageVariables == ["v": "s"] && event.rawQueryString == "a=1&a=2&b=x")
        #expect(event.context.http.method == .post && event.context.http.sourceIp == "192.0.2.1")
        #expect(event.context.stage == "prod" && event.context.timeEpoch == 1_583_348_638_390)
        #expect(event.context.authorizer?.jwt?.claims == ["sub": "me"])
        #expect(event.context.authentication?.clientCert?.validity.notAfter == "Aug  5 09:36:04 2021 GMT")
        #expect(try event.decodeBody(Rating.self) == Rating(rating: 5))
        #expect(try event.decodeBody() == Data(#"{"rating":5}"#.utf8))
        #expect(try JSON(parsing: JSONCoder.encode(event)) == JSON(parsing: Self.version2))
    }

    @Test func whatIsLeftOutIsEmpty() throws {
        let text = #"""
            {"version":"2.0","routeKey":"$default","rawPath":"/","rawQueryString":"","headers":{},"isBase64Encoded":false,
             "requestContext":{"accountId":"1","apiId":"a","domainName":"d","domainPrefix":"p","requestId":"r","stage":"$default",
              "time":"t","timeEpoch":0,"http":{"method":"PURGE","path":"/","protocol":"HTTP/1.1","sourceIp":"::1","userAgent":""}}}
            """#
        let event = try JSONCoder.decode(APIGatewayV2Request.self, from: text)
        #expect(event.cookies.isEmpty && event.queryStringParameters.isEmpty && event.pathParameters.isEmpty)
        #expect(event.body == nil && event.context.authorizer == nil && event.context.http.method.rawValue == "PURGE")
        #expect(throws: DecodingError.self) { try event.decodeBody(Rating.self) }
    }

    @Test func version1Request() throws {
        let text = #"""
            {"resource":"/books/{id}","path":"/books/7","httpMethod":"GET","headers":{"A":"2"},
             "multiValueHeaders":{"A":["1","2"]},"queryStringParameters":null,"multiValueQueryStringParameters":null,
             "pathParameters":{"id":"7"},"stageVariables":null,"requestContext":{"resourceId":"2gxmpl","resourcePath":"/books/{id}",
              "httpMethod":"GET","extendedRequestId":"JJbxmplHYosFVYQ=","requestTime":"10/Mar/2020:00:03:59 +0000","path":"/Prod/books/7",
              "accountId":"123456789012","protocol":"HTTP/1.1","stage":"Prod","domainPrefix":"70ixmpl4fl","requestTimeEpoch":1583798639428,
              "requestId":"77375676-xmpl-4b79-853a-f982474efe18","identity":{"cognitoIdentityPoolId":null,"sourceIp":"52.255.255.12",
               "userAgent":"agent","user":null},"domainName":"70ixmpl4fl.execute-api.us-east-2.amazonaws.com","apiId":"70ixmpl4fl"},
             "body":null,"isBase64Encoded":false}
            """#
        let event = try JSONCoder.decode(APIGatewayRequest.self, from: text)
        #expect(event.resource == "/books/{id}" && event.httpMethod == .get && event.pathParameters == ["id": "7"])
        #expect(event.multiValueHeaders == ["A": ["1", "2"]] && event.queryStringParameters.isEmpty)
        #expect(event.requestContext.identity.sourceIp == "52.255.255.12" && event.requestContext.stage == "Prod")
        #expect(event.requestContext.requestTimeEpoch == 1_583_798_639_428 && event.body == nil)
    }

    @Test func replies() throws {
        let reply = try APIGatewayV2Response(statusCode: .created, encodableBody: Rating(rating: 3), cookies: ["a=b"])
        #expect(
            try JSON(parsing: JSONCoder.encode(reply)) == [
                "statusCode": 201, "body": #"{"rating":3}"#, "cookies": ["a=b"],
            ]
        )
        let failed = APIGatewayV2Response.encoding(["x": Double.nan])
        #expect(failed.statusCode == .internalServerError)
        let old = try APIGatewayResponse(statusCode: 418, multiValueHeaders: ["a": ["b"]], encodableBody: [1])
        #expect(
            try JSON(parsing: JSONCoder.encode(old)) == [
                "statusCode": 418, "multiValueHeaders": ["a": ["b"]], "body": "[1]",
            ]
        )
    }

    @Test func policies() throws {
        let reply = APIGatewayLambdaAuthorizerPolicyResponse(
            principalId: "me",
            policyDocument: .init(statement: [.init(action: "execute-api:Invoke", effect: .allow, resource: "arn:*")]),
            context: ["k": "v"]
        )
        let expected: JSON = [
            "principalId": "me", "context": ["k": "v"],
            "policyDocument": [
                "Version": "2012-10-17",
                "Statement": [["Action": ["execute-api:Invoke"], "Effect": "Allow", "Resource": ["arn:*"]]],
            ],
        ]
        #expect(try JSON(parsing: JSONCoder.encode(reply)) == expected)
    }
}
