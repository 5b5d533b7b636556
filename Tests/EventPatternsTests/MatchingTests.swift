import JSON
import Testing

@testable import EventPatterns

/// What the documentation of EventBridge says of each operator, as a table: pattern, event, whether they match.
@Suite struct MatchingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var pattern: String
        var event: String
        var matches: Bool

        init(_ pattern: String, _ event: String, _ matches: Bool) {
            (self.pattern, self.event, self.matches) = (pattern, event, matches)
        }

        var testDescription: String { "\(pattern) ~ \(event)" }
    }

    /// One pattern for the field `v`, the values that it takes and those that it does not.
    private static func rows(_ values: String, takes: [String], refuses: [String]) -> [Row] {
        takes.map { Row(#"{"v":[\#(values)]}"#, #"{"v":\#($0)}"#, true) }
            + refuses.map { Row(#"{"v":[\#(values)]}"#, #"{"v":\#($0)}"#, false) }
    }

    private static let scalars =
        rows(
            #""a""#,
            takes: [#""a""#, #"["a"]"#, #"["b","a"]"#, #"[["a"]]"#],
            refuses: [#""A""#, #""ab""#, #""""#, "null", "1", #"["b"]"#, "[]", "{}", #"{"a":"a"}"#, #"[{"a":1}]"#]
        )
        + rows(#""a","b""#, takes: [#""a""#, #""b""#, #"["x","b"]"#], refuses: [#""c""#, "null"])
        + rows(#""""#, takes: [#""""#], refuses: [#""a""#, "null", "[]"])
        + rows("1", takes: ["1", "[1]", "1.0"], refuses: ["2", #""1""#, "true"])
        + rows("300", takes: ["300", "300.0", "3.0e2"], refuses: ["300.00001"])
        + rows("1.5", takes: ["1.5", "1.50"], refuses: ["1", "2"])
        + rows("true", takes: ["true", "[false,true]"], refuses: ["false", #""true""#, "1", "null"])
        + rows("false", takes: ["false"], refuses: ["true", "0", "null"])
        + rows("null", takes: ["null", "[null]"], refuses: [#""""#, "0", "false", #""null""#])
        + rows(#""é""#, takes: [#""é""#, #""\u00e9""#], refuses: [#""e""#, #""e\u0301""#])
        + rows(#""a","b",3,null"#, takes: [#""a""#, "3", "null"], refuses: ["4", "true"])

    private static let texts =
        rows(
            #"{"prefix":"us-"}"#,
            takes: [#""us-east-1""#, #""us-""#, #"["eu","us-w"]"#],
            refuses: [#""US-""#, #""us""#, #""xus-""#, "null", "1"]
        )
        + rows(#"{"prefix":""}"#, takes: [#""""#, #""x""#], refuses: ["null", "1"])
        + rows(
            #"{"prefix":{"equals-ignore-case":"EventB"}}"#,
            takes: [#""eventbridge""#, #""EVENTBx""#],
            refuses: [#""event""#, #""xeventb""#]
        )
        + rows(
            #"{"suffix":".png"}"#,
            takes: [#""a.png""#, #"".png""#],
            refuses: [#""a.PNG""#, #""png""#, #""a.png ""#, "null"]
        )
        + rows(#"{"suffix":{"equals-ignore-case":".png"}}"#, takes: [#""a.PNG""#, #""a.pNg""#], refuses: [#""a.jpg""#])
        + rows(
            #"{"equals-ignore-case":"alice"}"#,
            takes: [#""Alice""#, #""ALICE""#, #""alice""#],
            refuses: [#""alic""#, #""alices""#, "null"]
        )
        + rows(
            #"{"wildcard":"dir/*.png"}"#,
            takes: [#""dir/a.png""#, #""dir/.png""#, #""dir/a/b.png""#],
            refuses: [#""dir/a.png2""#, #""x/a.png""#, #""dir/apng""#]
        )
        + rows(#"{"wildcard":"*"}"#, takes: [#""""#, #""anything""#], refuses: ["null", "1"])
        + rows(
            #"{"wildcard":"a*b*c"}"#,
            takes: [#""abc""#, #""aXbYc""#, #""abbcc""#],
            refuses: [#""ab""#, #""acb""#, #""xabc""#]
        )
        + rows(#"{"wildcard":"*.amazonaws.com"}"#, takes: [#""s3.amazonaws.com""#], refuses: [#""amazonaws.com""#])
        + rows(#"{"wildcard":"a\\*b"}"#, takes: [#""a*b""#], refuses: [#""axb""#, #""ab""#])
        + rows(#"{"wildcard":"a\\\\*"}"#, takes: [#""a\\""#, #""a\\x""#], refuses: [#""a""#, #""ax""#])

    private static let numbers =
        rows(
            #"{"numeric":["=",5]}"#,
            takes: ["5", "5.0", "5e0", "0.5e1", "[1,5]"],
            refuses: ["4", #""5""#, "null", "true"]
        )
        + rows(#"{"numeric":[">",5]}"#, takes: ["5.000001", "6"], refuses: ["5", "4", "-6"])
        + rows(#"{"numeric":[">=",5]}"#, takes: ["5", "6"], refuses: ["4.999999"])
        + rows(#"{"numeric":["<",0]}"#, takes: ["-1", "-0.1"], refuses: ["0", "1"])
        + rows(#"{"numeric":["<=",0]}"#, takes: ["0", "-1"], refuses: ["0.1"])
        + rows(#"{"numeric":[">",0,"<=",5]}"#, takes: ["1", "5", "0.01"], refuses: ["0", "5.1", "-1"])
        + rows(#"{"numeric":[">=",-10,"<",-5]}"#, takes: ["-10", "-7"], refuses: ["-5", "-11", "0"])
        + rows(#"{"numeric":["=",3.018e2]}"#, takes: ["301.8"], refuses: ["301.9"])

    private static let presence = [
        Row(#"{"v":[{"exists":true}]}"#, #"{"v":"x"}"#, true), Row(#"{"v":[{"exists":true}]}"#, #"{"v":null}"#, true),
        Row(#"{"v":[{"exists":true}]}"#, #"{"v":["x"]}"#, true),
        Row(#"{"v":[{"exists":true}]}"#, #"{"v":{"w":1}}"#, false),
        Row(#"{"v":[{"exists":true}]}"#, #"{"w":1}"#, false), Row(#"{"v":[{"exists":true}]}"#, #"{"v":[]}"#, false),
        Row(#"{"v":[{"exists":false}]}"#, #"{"w":1}"#, true), Row(#"{"v":[{"exists":false}]}"#, #"{"v":1}"#, false),
        Row(#"{"v":[{"exists":false}]}"#, #"{"v":null}"#, false),
        Row(#"{"v":[{"exists":false}]}"#, #"{"v":{"w":1}}"#, true),
        Row(#"{"v":{"w":[{"exists":false}]}}"#, #"{}"#, true),
        Row(#"{"v":{"w":[{"exists":false}]}}"#, #"{"v":{}}"#, true),
        Row(#"{"v":{"w":[{"exists":false}]}}"#, #"{"v":{"w":1}}"#, false),
        Row(#"{"v":["a",{"exists":false}]}"#, #"{"v":"a"}"#, true),
        Row(#"{"v":["a",{"exists":false}]}"#, #"{}"#, true),
        Row(#"{"v":["a",{"exists":false}]}"#, #"{"v":"b"}"#, false),
    ]

    private static let negations =
        rows(
            #"{"anything-but":"a"}"#,
            takes: [#""b""#, "1", "null", #""""#, #"["a","b"]"#],
            refuses: [#""a""#, #"["a"]"#]
        )
        + rows(#"{"anything-but":5}"#, takes: ["6", #""5""#], refuses: ["5", "5.0", "5e0"])
        + rows(
            #"{"anything-but":["a","b"]}"#,
            takes: [#""c""#, #"["a","c"]"#],
            refuses: [#""a""#, #""b""#, #"["a","b"]"#]
        )
        + rows(#"{"anything-but":[1,2]}"#, takes: ["3"], refuses: ["1", "2", "2.0"])
        + rows(
            #"{"anything-but":{"prefix":"init"}}"#,
            takes: [#""done""#, #""xinit""#],
            refuses: [#""initializing""#, #""init""#]
        )
        + rows(#"{"anything-but":{"prefix":["a","b"]}}"#, takes: [#""c""#], refuses: [#""ax""#, #""bx""#])
        + rows(#"{"anything-but":{"suffix":".txt"}}"#, takes: [#""a.rtf""#], refuses: [#""a.txt""#])
        + rows(
            #"{"anything-but":{"suffix":[".txt",".rtf"]}}"#,
            takes: [#""a.png""#],
            refuses: [#""a.txt""#, #""a.rtf""#]
        )
        + rows(
            #"{"anything-but":{"equals-ignore-case":"init"}}"#,
            takes: [#""initial""#],
            refuses: [#""INIT""#, #""init""#]
        )
        + rows(#"{"anything-but":{"equals-ignore-case":["a","B"]}}"#, takes: [#""c""#], refuses: [#""A""#, #""b""#])
        + rows(#"{"anything-but":{"wildcard":"*/lib/*"}}"#, takes: [#""a/bin/b""#], refuses: [#""a/lib/b""#])
        + rows(
            #"{"anything-but":{"wildcard":["*/lib/*","*/bin/*"]}}"#,
            takes: [#""a/x/b""#],
            refuses: [#""a/lib/b""#, #""a/bin/b""#]
        )
        + [Row(#"{"v":[{"anything-but":"a"}]}"#, "{}", false)]

    private static let addresses =
        rows(
            #"{"cidr":"10.0.0.0/24"}"#,
            takes: [#""10.0.0.0""#, #""10.0.0.255""#],
            refuses: [#""10.0.1.0""#, #""9.255.255.255""#, #""10.0.0""#, #""x""#, "1", #""::1""#]
        )
        + rows(#"{"cidr":"10.0.0.0/0"}"#, takes: [#""1.2.3.4""#], refuses: [#""1.2.3""#, #""1.2.3.256""#])
        + rows(#"{"cidr":"10.1.2.3/31"}"#, takes: [#""10.1.2.2""#, #""10.1.2.3""#], refuses: [#""10.1.2.4""#])
        + rows(
            #"{"cidr":"192.168.64.0/18"}"#,
            takes: [#""192.168.127.255""#],
            refuses: [#""192.168.128.0""#, #""192.168.63.1""#]
        )
        + rows(
            #"{"cidr":"2001:db8::/32"}"#,
            takes: [#""2001:db8::1""#, #""2001:0db8:0:0:0:0:0:1""#],
            refuses: [#""2001:db9::1""#, #""10.0.0.0""#, #""2001:db8:::1""#, #""2001:db8::1::2""#]
        )

    private static let structure = [
        Row(#"{"source":["aws.ec2"]}"#, #"{"source":"aws.ec2","detail":{}}"#, true),
        Row(
            #"{"source":["aws.ec2"],"detail":{"state":["running"]}}"#,
            #"{"source":"aws.ec2","detail":{"state":"running"}}"#,
            true
        ),
        Row(
            #"{"source":["aws.ec2"],"detail":{"state":["running"]}}"#,
            #"{"source":"aws.ec2","detail":{"state":"stopped"}}"#,
            false
        ),
        Row(#"{"detail":{"a":{"b":{"c":["x"]}}}}"#, #"{"detail":{"a":{"b":{"c":"x","d":1}}}}"#, true),
        Row(#"{"detail":{"a":{"b":["x"]}}}"#, #"{"detail":{"a":"x"}}"#, false),
        Row(#"{"detail":{"a":{"b":["x"]}}}"#, #"{"detail":null}"#, false),
        Row(#"{"a":{"b":["x"]}}"#, #"{"a":[{"b":"y"},{"b":"x"}]}"#, true),
        Row(#"{"a":{"b":["x"],"c":["y"]}}"#, #"{"a":[{"b":"x","c":"n"},{"b":"n","c":"y"}]}"#, false),
        Row(#"{"a":{"b":["x"],"c":["y"]}}"#, #"{"a":[{"b":"x","c":"y"},{}]}"#, true),
        Row(#"{"a":{"b":{"c":["x"]}}}"#, #"{"a":[{"b":[{"c":"n"},{"c":"x"}]}]}"#, true),
        Row(#"{"a":["x"],"b":["y"]}"#, #"{"a":"x"}"#, false),
        Row(#"{"time":[{"prefix":"2017-10-02"}]}"#, #"{"time":"2017-10-02T18:43:48Z"}"#, true),
        Row(#"{"v":[{"prefix":"a"},{"suffix":"z"}]}"#, #"{"v":"xz"}"#, true),
        Row(#"{"v":[{"prefix":"a"},{"suffix":"z"}]}"#, #"{"v":"xx"}"#, false),
    ]

    private static let either = [
        Row(#"{"$or":[{"a":["x"]},{"b":["y"]}]}"#, #"{"a":"x"}"#, true),
        Row(#"{"$or":[{"a":["x"]},{"b":["y"]}]}"#, #"{"b":"y"}"#, true),
        Row(#"{"$or":[{"a":["x"]},{"b":["y"]}]}"#, #"{"a":"y","b":"x"}"#, false),
        Row(#"{"s":["q"],"$or":[{"a":["x"]},{"b":["y"]}]}"#, #"{"s":"q","b":"y"}"#, true),
        Row(#"{"s":["q"],"$or":[{"a":["x"]},{"b":["y"]}]}"#, #"{"s":"r","b":"y"}"#, false),
        Row(
            #"{"detail":{"$or":[{"c":[{"numeric":[">",0,"<=",5]}]},{"d":[{"numeric":["<",10]}]},{"e":[{"numeric":["=",3.018e2]}]}]}}"#,
            #"{"detail":{"d":9}}"#,
            true
        ),
        Row(
            #"{"detail":{"$or":[{"c":[{"numeric":[">",0,"<=",5]}]},{"d":[{"numeric":["<",10]}]}]}}"#,
            #"{"detail":{"c":6,"d":11}}"#,
            false
        ),
        Row(#"{"$or":[{"$or":[{"a":[1]},{"b":[2]}]},{"c":[3]}]}"#, #"{"b":2}"#, true),
        Row(#"{"$or":[{"$or":[{"a":[1]},{"b":[2]}]},{"c":[3]}]}"#, #"{"c":4}"#, false),
        // The name of a field, as it does not look like a choice of patterns.
        Row(#"{"$or":["x"]}"#, #"{"$or":"x"}"#, true),
        Row(#"{"$or":[{"prefix":"x"},{"prefix":"y"}]}"#, #"{"$or":"yes"}"#, true),
    ]

    static let dots = [
        Row(#"{"a.b":["x"]}"#, #"{"a":{"b":"x"}}"#, true), Row(#"{"a.b":["x"]}"#, #"{"a.b":"x"}"#, true),
        Row(#"{"a.b.c":["x"]}"#, #"{"a.b":{"c":"x"}}"#, true), Row(#"{"a.b.c":["x"]}"#, #"{"a":{"b.c":"x"}}"#, true),
        Row(#"{"a":{"b":["x"]}}"#, #"{"a.b":"x"}"#, true), Row(#"{"a":{"b":["x"]}}"#, #"{"a.b":"y"}"#, false),
        Row(#"{"a.b":[{"exists":false}]}"#, #"{"a":{"c":1}}"#, true),
        Row(#"{"a.b":[{"exists":false}]}"#, #"{"a.b":1}"#, false), Row(#"{"a.b":["x"]}"#, #"{"a":"x"}"#, false),
    ]

    static let table =
        dots + scalars + texts + numbers + presence + negations + addresses + structure + either

    @Test(arguments: table)
    func matches(_ row: Row) throws {
        #expect(try EventPattern(row.pattern).matches(JSON(parsing: row.event)) == row.matches)
    }

    @Test func longTextsTakeNoTimeOfTheirOwn() throws {
        let wildcard = try Wildcard("*a*a*a*a*a*a*b")
        #expect(!wildcard.matches(String(repeating: "a", count: 20_000)))
    }
}
