import JSON
import Testing

@Suite struct TagTests {
    private static let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/tbl"

    private static func resource(_ members: String, arn: String = arn) -> String {
        #"{"ResourceArn":"\#(arn)"\#(members.isEmpty ? "" : ",")\#(members)}"#
    }

    private static func tags(_ numbers: Range<Int>, _ value: String = "v") -> String {
        let tags = numbers.map { #"{"Key":"k\#($0)","Value":"\#(value)"}"# }
        return #""Tags":[\#(tags.joined(separator: ","))]"#
    }

    @Test func tagsComeAndGo() async throws {
        let client = try Client()
        try await client.makeTable(",\(Self.tags(0..<3))")
        try await client.call("TagResource", Self.resource(Self.tags(2..<12, "w")))
        let first = try await client.call("ListTagsOfResource", Self.resource(""))
        #expect(first["Tags"]?.arrayValue?.count == 12 && first["Tags"]?[2] == ["Key": "k2", "Value": "w"])
        #expect(first["NextToken"] == nil)
        let keys = (0..<11).map { #""k\#($0)""# }.joined(separator: ",")
        try await client.call("UntagResource", Self.resource(#""TagKeys":[\#(keys),"none"]"#))
        let rest = try await client.call("ListTagsOfResource", Self.resource(""))
        #expect(rest == ["Tags": [["Key": "k11", "Value": "w"]]])
    }

    @Test func aTableHasFiftyTagsAtMost() async throws {
        let client = try Client()
        try await client.makeTable()
        try await client.call("TagResource", Self.resource(Self.tags(0..<50)))
        try await client.call("TagResource", Self.resource(Self.tags(49..<50, "w")))
        let message = try await client.refusal("TagResource", Self.resource(Self.tags(50..<51)))
        #expect(message == "One or more parameter values were invalid: Too many tags: a table can have 50")
    }

    private static let noUser = "User: arn:aws:iam::000000000000:root is not authorized to perform: dynamodb:"
    private static let refusals: [(String, String, String)] = [
        ("TagResource", "{}", "Invalid TableArn"),
        ("TagResource", resource("", arn: ""), noUser + "TagResource on resource: *"),
        ("UntagResource", resource("", arn: "a:b:c:d:e/f"), noUser + "UntagResource on resource: a:b:c:d:e/f"),
        (
            "TagResource", resource("", arn: "a:b:c:d:e:f/g"),
            "1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null"
        ),
        (
            "UntagResource", resource(""),
            "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null"
        ),
        (
            "ListTagsOfResource", resource("", arn: arn + "/index/i"),
            "Invalid TableArn: Invalid ResourceArn provided as input \(arn)/index/i"
        ),
        ("ListTagsOfResource", resource(#""NextToken":"x""#), "Invalid NextToken: x"),
        ("TagResource", resource(#""Tags":[]"#), "Atleast one Tag needs to be provided as Input."),
        ("UntagResource", resource(#""TagKeys":[]"#), "Atleast one Tag Key needs to be provided as Input."),
        (
            "TagResource", resource(tags(0..<1), arn: arn + "x"),
            "Requested resource not found: ResourcArn: \(arn)x not found"
        ),
        ("UntagResource", resource(#""TagKeys":["k"]"#, arn: arn + "x"), "Requested resource not found"),
        (
            "TagResource", resource(#""Tags":[{"Key":"a!","Value":""}]"#),
            "One or more parameter values were invalid: The tag key contains characters that are not allowed: a!"
        ),
    ]

    @Test(arguments: refusals)
    func refuses(_ action: String, _ body: String, _ message: String) async throws {
        let client = try Client()
        try await client.makeTable()
        #expect(try await client.refusal(action, body) == message)
    }
}
