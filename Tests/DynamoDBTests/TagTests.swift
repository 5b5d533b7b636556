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
        #expect(message == "Number of Tags exceed the current limit for the provided ResourceArn")
    }

    private static let invalid = "One or more parameter values were invalid: "
    private static let refusals: [(String, String, String)] = [
        ("TagResource", "{}", "Invalid TableArn"),
        ("TagResource", resource("", arn: ""), invalid + "ARNs must start with 'arn:': "),
        ("UntagResource", resource("", arn: "books"), invalid + "ARNs must start with 'arn:': books"),
        ("ListTagsOfResource", resource("", arn: "arn:aws"), invalid + "Second colon partition not found: arn:aws"),
        (
            "ListTagsOfResource", resource("", arn: "arn:aws:dynamodb:us-east-1:000000000000"),
            invalid + "Fifth colon (namespace/relative-id delimiter) not found: arn:aws:dynamodb:us-east-1:000000000000"
        ),
        (
            "ListTagsOfResource", resource("", arn: "arn:aws:sqs:us-east-1:000000000000:books"),
            invalid + "Provided Arn is not a DynamoDB resource arn: arn:aws:sqs:us-east-1:000000000000:books"
        ),
        (
            "TagResource", resource("", arn: "arn:b:c:d:e:f/g"),
            "1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null"
        ),
        (
            "UntagResource", resource(""),
            "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null"
        ),
        (
            "ListTagsOfResource", resource("", arn: arn + "/index/i"),
            invalid + "Invalid resource arn provided, only table or stream is accepted. "
                + "Provided resource arn: \(arn)/index/i"
        ),
        ("ListTagsOfResource", resource(#""NextToken":"x""#), "Invalid NextToken: x"),
        ("TagResource", resource(#""Tags":[]"#), "Atleast one Tag needs to be provided as Input."),
        ("UntagResource", resource(#""TagKeys":[]"#), "Atleast one Tag Key needs to be provided as Input."),
        (
            "TagResource", resource(tags(0..<1), arn: arn + "x"),
            "Requested resource not found: ResourceArn: \(arn)x not found"
        ),
        (
            "UntagResource", resource(#""TagKeys":["k"]"#, arn: arn + "x"),
            "Requested resource not found: ResourceArn: \(arn)x not found"
        ),
        (
            "TagResource", resource(#""Tags":[{"Key":"a!","Value":""}]"#),
            "The Tag Key provided is invalid, Key: a!"
        ),
        (
            "TagResource", resource(#""Tags":[{"Key":"aws:a","Value":""}]"#),
            "Tag Key cannot be prefixed with aws:, Key: aws:a"
        ),
        (
            "TagResource", resource(#""Tags":[{"Key":"a","Value":""},{"Key":"a","Value":"b"}]"#),
            "Duplicate Tag Keys provided as input: Duplicate Tag Key found a"
        ),
    ]

    @Test(arguments: refusals)
    func refuses(_ action: String, _ body: String, _ message: String) async throws {
        let client = try Client()
        try await client.makeTable()
        #expect(try await client.refusal(action, body) == message)
    }
}
