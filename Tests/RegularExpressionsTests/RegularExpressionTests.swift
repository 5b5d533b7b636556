import Testing

@testable import RegularExpressions

@Suite struct RegularExpressionTests {
    static let found: [(expression: String, found: [String], missed: [String])] = [
        ("", ["", "a"], []),
        ("a||b", ["", "c"], []),
        ("^$", [""], ["a"]),
        ("{,a", ["{,a"], ["a"]),
        ("a{", ["a{"], ["a"]),
        (#"^[+--]$"#, ["+", ",", "-"], ["*", "."]),
        (#"^[\w-.]$"#, ["a", "-", "."], ["/"]),
        (#"^[a-zA-Z0-9-_$]+$"#, ["a-_$"], ["a."]),
        ("^[]a]$", ["]", "a"], ["[", "b"]),
        ("^[^]a]$", ["b"], ["]", "a"]),
        (#"[\b]"#, ["\u{8}"], ["b"]),
        (#"^\x61\u0062\x{1F600}\cJ\0$"#, ["ab😀\n\0"], ["ab"]),
        (#"^\uD83D\uDE00.$"#, ["😀😀"], ["😀"]),
        (#"^\t\n\r\f\v\/\_\-$"#, ["\t\n\r\u{C}\u{B}/_-"], []),
        (#"^\d\w\s$"#, ["1a "], ["١a ", "1é ", "1a\u{A0}"]),
        (#"^[\D\d]\W$"#, ["1é"], ["1a"]),
        (#"^\p{Lu}\p{IsL}\p{Alpha}\PN\pN$"#, ["Éésx1"], ["éésx1", "Ééßx1", "Éés11"]),
        (#"^[^\P{Lu}]$"#, ["É"], ["é"]),
        ("^e\u{301}$", ["e\u{301}"], ["é"]),
        ("^..$", ["e\u{301}", "\u{85}x"], ["é", "a\n", "\u{2028}a"]),
        ("(?s)^a.b$", ["a\nb"], []),
        ("(?m)^b$", ["a\nb\nc", "a\r\nb\r\n"], ["a\nbc"]),
        ("^b$", [], ["a\nb\nc", "b\n"]),
        (#"\Ab\z"#, ["b"], ["b\n"]),
        (#"\Ab\Z"#, ["b", "b\n"], ["b\n\n"]),
        ("(?i)ErRor[X-Z]é", ["errory\u{E9}"], ["errora\u{E9}", "erroryÉ"]),
        ("^(?:a(?i)b|c)(?-i:d)d$", ["aBdd", "Cdd"], ["ABdd", "aBDd", "aBdD"]),
        (#"\bfoo\b"#, ["a foo.", "foo"], ["foot", "_foo"]),
        ("(?<=(?<!x)a.*)b", ["a..b"], ["xa..b"]),
        ("(?=.*(?<=x(?=y))y)z", ["zxy"], ["zx"]),
        ("^(?!.*secret).+$", ["open"], ["a secret b", ""]),
        ("^[^\"]*+\"$", ["ab\""], ["ab"]),
        ("^a*+a$", [], ["aaa"]),
        ("^a?+a$", ["aa"], ["a"]),
        ("^a{1,2}+a$", ["aaa"], ["aa", "a"]),
        ("^(?<year>[0-9]{4})-(?P<month>[0-9]{2})$", ["2026-01"], ["2026-1"]),
    ]

    @Test(arguments: found)
    func finds(_ one: (expression: String, found: [String], missed: [String])) throws {
        let expression = try RegularExpression(one.expression)
        for text in one.found { #expect(expression.matches(in: text), "\(text)") }
        for text in one.missed { #expect(!expression.matches(in: text), "\(text)") }
    }

    static let refused: [(expression: String, reason: String)] = [
        (#"(a)\1"#, "Hearth has no references back to groups, at character 4"),
        (#"(?<n>a)\k<n>"#, "Hearth has no references back to groups, at character 8"),
        ("(a", "the group is not closed, at character 1"),
        ("a)", "there is no group for this ), at character 2"),
        ("[a", "the class is not closed, at character 1"),
        ("[^]", "the class is not closed, at character 1"),
        ("[z-a]", "a range that ends before it begins, at character 2"),
        ("[[:alpha:]]", #"Hearth writes [:alpha:] as \p{Alpha}, at character 2"#),
        ("[a&&b]", "Hearth has no && in classes, at character 3"),
        ("*a", "there is nothing to repeat before *, at character 1"),
        ("a**", "there is nothing to repeat before *, at character 3"),
        ("{2}", "there is nothing to repeat before {, at character 1"),
        ("a{2}{3}", "there is nothing to repeat before {, at character 5"),
        ("a{3,2}", "the most is less than the least, at character 2"),
        ("a{,5}", "{ needs the least number before the comma, at character 2"),
        ("(ab)*+", "Hearth has possessive quantifiers behind single characters and classes only, at character 5"),
        ("(?>a)", "Hearth has no groups that begin with (?>, at character 1"),
        ("(?x)a", "Hearth has no groups that begin with (?x, at character 1"),
        ("(?<a>x)(?<a>y)", "there are two groups a, at character 8"),
        ("(?<1>x)", "a group's name is letters and digits, at character 1"),
        ("\\", "nothing follows the backslash, at character 1"),
        (#"\Qa"#, #"Hearth has no escape \Q like this, at character 1"#),
        (#"\u12"#, #"Hearth has no escape \u like this, at character 1"#),
        (#"\p{Foo}"#, "Hearth knows no property Foo, at character 1"),
        (String(repeating: "(", count: 100_000), "more than 100 groups within each other, at character 101"),
    ]

    @Test(arguments: refused)
    func tellsWhatItDoesNotTake(_ one: (expression: String, reason: String)) {
        let error = #expect(throws: RegularExpressionError.self) { try RegularExpression(one.expression) }
        #expect(error?.description == one.reason)
    }

    @Test(arguments: ["(a{1000}){1000}", "a{20001}", "(?:){99999999999999999999}", "((?:){20000}){20000}"])
    func lengthIsLimited(_ expression: String) {
        let error = #expect(throws: RegularExpressionError.self) { try RegularExpression(expression) }
        #expect(error == .tooLarge)
    }

    @Test func namedGroupsTellWhatTheyMatched() throws {
        let expression = try RegularExpression(#"(?<word>[A-Z]+)( (?<number>\d+))?|(?<sign>-)"#)
        #expect(expression.groupNames == ["word", "number", "sign"])
        #expect(expression.namedGroups(in: "an ERROR 17 -") == ["word": "ERROR", "number": "17"])
        #expect(expression.namedGroups(in: "is - ERROR") == ["sign": "-"])
        #expect(expression.namedGroups(in: "nothing") == nil)
        // As much, or as little, as can be; and the alternative that stands first.
        #expect(try RegularExpression("a(?<g>.*)b").namedGroups(in: "xaabbc") == ["g": "ab"])
        #expect(try RegularExpression("a(?<g>.*?)b").namedGroups(in: "xaabbc") == ["g": "a"])
        #expect(try RegularExpression("(?<g>a|ab)c?").namedGroups(in: "abc") == ["g": "a"])
        #expect(try RegularExpression("(?:(?<g>é|.)+)!").namedGroups(in: "xé😀!") == ["g": "😀"])
    }

    /// Each of them takes longer than anybody waits where every way is tried.
    @Test(arguments: [
        ("^(a+)+$", "a", "!"), (#"^(\w+\s?)*$"#, "ab ", "!"), ("^(a|aa)+$", "a", "!"), ("(x+x+)+y", "x", ""),
        (#"^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3}))$"#, "a", "!"),
        ("(.*)*(.*)*(.*)*b", "a", ""), ("^(?=(a+)+$)", "a", "!"), ("(?<=^(a+)+)b", "a", "!"),
        ("(?:a?){50}a{50}$", "a", "!"), ("(a?)*?(?!.*(a|a)*c)c", "a", ""),
    ])
    func stepsAreBounded(_ expression: String, _ part: String, _ end: String) throws {
        let text = String(repeating: part, count: 200) + end
        let expression = try RegularExpression(expression)
        let instructions = ([expression.program] + expression.looks).reduce(0) { $0 + $1.instructions.count }
        let most = instructions * (text.unicodeScalars.count + 1)
        var whole = Machine(expression, text)
        #expect(!whole.matchesWhole() && whole.steps <= most)
        var some = Machine(expression, text)
        #expect(!some.matchesSomewhere() && some.steps <= most)
        var groups = Machine(expression, text)
        #expect(groups.firstMatch() == nil && groups.steps <= most)
    }
}
