import Testing
import Wire

@testable import Lambda

struct FunctionNameTests {
    private static let arn = "arn:aws:lambda:us-east-1:123456789012"

    @Test(arguments: [
        ("f", "f", nil), ("f:1", "f", "1"), ("f:$LATEST", "f", "$LATEST"), ("my.f", "my.f", nil),
        ("function:f", "f", nil), ("123456789012:function:f:live", "f", "live"), ("123456789012:f", "f", nil),
        ("us-gov-west-1:123456789012:function:f", "f", nil), ("\(arn):function:f", "f", nil),
        ("\(arn):function:f:$LATEST.PUBLISHED", "f", "$LATEST.PUBLISHED"), ("\(arn):function", "function", nil),
    ])
    func namesAreRead(_ text: String, _ name: String, _ qualifier: String?) throws {
        let given = try #require(FunctionName(text))
        #expect(given.name == name && given.qualifier == qualifier)
    }

    @Test(arguments: [
        "", "f!", "*", ":", "f:", "f:1:2", "f:$LATES", "x:function:f", "function:f:$LATEST:x", "\(arn):function:f:1:2",
        "arn:aws:ec2:us-east-1:123456789012:instance:i", "arn:aws:lambda::123456789012:function:f",
        "arn:aws:lambda:us-east-1::function:f", "arn:aws:lambda:nowhere:123456789012:function:f",
        "arn:azure:lambda:us-east-1:123456789012:function:f", "arn:aws:lambda:us-east-1:1234:function:f",
    ])
    func othersAreNot(_ text: String) { #expect(FunctionName(text) == nil) }

    @Test func allThatIsWrongIsToldAtOnce() {
        let qualifier = String(repeating: "q", count: 129)
        let error = #expect(throws: AWSError.self) {
            try FunctionReference("f!", qualifier: qualifier, account: AWSAccount())
        }
        #expect(
            error?.code == "ValidationException" && error?.message.hasPrefix("2 validation errors detected") == true
        )
    }
}
