import HTTPListener
import Testing
import Wire

@Suite struct AccessRulesTests {
    private func check(
        _ headers: HTTPHeaders,
        by rules: AccessRules = AccessRules()
    ) -> AccessRules.Refusal? {
        do throws(AccessRules.Refusal) {
            try rules.check(HTTPRequest(method: "POST", target: "/", headers: headers))
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        "localhost", "localhost:4566", "LOCALHOST:4566", "127.0.0.1:4566", "127.0.0.2", "[::1]:4566", "[::1]",
        "192.168.1.7:4566", "books.localhost:4566", "localhost.:4566", "sqs.us-east-1.amazonaws.com",
        "bucket.s3.us-east-1.amazonaws.com:4566", "abc.lambda-url.us-east-1.localhost:4566",
        "abc.lambda-url.us-east-1.on.aws", "kinesis.cn-north-1.amazonaws.com.cn",
        "bucket.s3.localhost.localstack.cloud:4566", "localhost.localstack.cloud",
    ])
    func namesOfThisMachineAndOfAWS(_ host: String) { #expect(check(["Host": host]) == nil) }

    @Test(arguments: [
        "evil.example", "evil.example:4566", "localhost.evil.example", "127.0.0.1.evil.example",
        "127.0.0.1evil", "amazonaws.com.evil.example", "evilamazonaws.com", "256.0.0.1", "[evil]", "", "1.2.3",
        "localstack.cloud", "evillocalhost.localstack.cloud",
    ])
    func foreignNames(_ host: String) { #expect(check(["Host": host]) == .host(host)) }

    @Test func namesThatWereAllowed() {
        let rules = AccessRules(hosts: ["Workstation"])
        #expect(check(["Host": "workstation:4566"], by: rules) == nil)
        #expect(check(["Host": "other:4566"], by: rules) == .host("other:4566"))
    }

    @Test(arguments: ["0.0.0.0", "::", "192.168.1.7"])
    func theMachinesOwnNameWhereOthersMayCome(_ host: String) {
        let rules = AccessRules(hosts: AccessRules.ownNames("Box.lan.example", listeningOn: host))
        for name in ["box.lan.example:4566", "box", "BOX:80"] { #expect(check(["Host": name], by: rules) == nil) }
        for name in ["lan.example", "other.lan.example", "box.evil.example"] {
            #expect(check(["Host": name], by: rules) == .host(name))
        }
    }

    @Test(arguments: ["127.0.0.1", "127.0.1.1", "localhost", "::1"])
    func noNameOfItsOwnOnLoopback(_ host: String) {
        #expect(AccessRules.ownNames("box.lan.example", listeningOn: host).isEmpty)
        #expect(AccessRules.ownNames("", listeningOn: "0.0.0.0").isEmpty)
    }

    /// What a refusal recommends lets in what was refused.
    @Test(arguments: ["evil.example:21868", "Evil.example", "evil.example.:80"])
    func whatIsRecommendedHelps(_ host: String) throws {
        let refusal = try #require(check(["Host": host]))
        let name = try #require(refusal.message.split(separator: " ").last)
        #expect(check(["Host": host], by: AccessRules(hosts: [String(name)])) == nil)
        #expect(check(["Host": host], by: AccessRules(hosts: [host])) == nil)
    }

    @Test(arguments: [
        ("id.lambda-url.us-east-1.localhost:4566", true), ("id.lambda-url.us-east-1.on.aws", true),
        ("id.lambda-url.us-east-1.127.0.0.1:4566", true), ("id.lambda-url.us-east-1.hearth.test:4566", true),
        ("id.lambda-url.us-east-1.evil.example:4566", false), ("id.lambda-url.us-east-1", false),
        ("id.lambda-url.us-east-1.localhost.evil.example", false),
    ])
    func namesBelowThoseOfTheMachine(_ host: String, _ isAllowed: Bool) throws {
        let request = HTTPRequest(
            method: "GET",
            target: "/",
            headers: ["Host": host, "Origin": "https://evil.example"]
        )
        let rules = AccessRules(hosts: ["hearth.test"])
        if isAllowed {
            try rules.checkHost(request, behind: 3)
        } else {
            #expect(throws: AccessRules.Refusal.host(host)) { try rules.checkHost(request, behind: 3) }
        }
    }

    @Test func oneHostAlone() { #expect(check(["Host": "localhost", "host": "localhost"]) == .host("localhost")) }

    @Test func oneOriginAlone() {
        let headers: HTTPHeaders = [
            "Host": "localhost", "Origin": "https://evil.example", "origin": "http://localhost",
        ]
        #expect(check(headers) == .origin("http://localhost"))
    }

    @Test func pagesOfOtherOrigins() {
        #expect(check(["Host": "localhost:4566", "Origin": "https://evil.example"]) == .origin("https://evil.example"))
        #expect(check(["Host": "localhost:4566", "Origin": "http://localhost:3000"]) != nil)
        #expect(check(["Host": "localhost:4566", "Origin": "null"]) == .origin("null"))
        #expect(check(["Host": "localhost:4566", "Origin": "http://localhost:4566"]) == nil)
        #expect(check(["Host": "localhost:4566", "Sec-Fetch-Site": "cross-site"]) == .crossSite)
        #expect(check(["Host": "localhost:4566", "Sec-Fetch-Site": "same-site"]) == .crossSite)
        #expect(check(["Host": "localhost:4566", "Sec-Fetch-Site": "none"]) == nil)
        #expect(check([:]) == nil)
    }

    @Test func originsThatWereAllowed() throws {
        let rules = AccessRules(origins: ["http://localhost:5173"])
        let headers: HTTPHeaders = ["Host": "localhost:4566", "Origin": "http://LOCALHOST:5173"]
        #expect(check(headers, by: rules) == nil)
        #expect(check(["Host": "localhost:4566", "Origin": "http://localhost:5174"], by: rules) != nil)
        #expect(
            check(["Host": "evil.example", "Origin": "https://any.example"], by: AccessRules(origins: ["*"])) != nil
        )
        #expect(check(["Host": "localhost", "Origin": "https://any.example"], by: AccessRules(origins: ["*"])) == nil)
        var request = HTTPRequest(method: "OPTIONS", target: "/", headers: headers)
        #expect(rules.preflight(request) == nil)
        request.headers.add("Access-Control-Request-Method", "POST")
        request.headers.add("Access-Control-Request-Headers", "x-amz-target")
        let answer = try #require(rules.preflight(request))
        #expect(answer.status == 204)
        #expect(answer.headers["Access-Control-Allow-Origin"] == "http://LOCALHOST:5173")
        #expect(answer.headers["Access-Control-Allow-Methods"] == "POST")
        #expect(answer.headers["Access-Control-Allow-Headers"] == "x-amz-target")
    }

    @Test func theRefusalSaysWhatToDo() {
        #expect(AccessRules.Refusal.host("a.example").message.hasSuffix("--allow-host a.example"))
        #expect(AccessRules.Refusal.origin("https://a.example").message.hasSuffix("--allow-origin https://a.example"))
    }
}
