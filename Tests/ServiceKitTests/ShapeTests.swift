import JSON
import ServiceKit
import Testing
import Wire

@Suite struct ShapeTests {
    private static let name = Shape.Pattern("[a-z]+") { $0.allSatisfy { ("a"..."z").contains($0) } }
    private static let shape = Shape.structure(
        [
            .optional("Limit", .number(java: "Integer", range: 1...100)),
            .required("TableName", .string(length: 3...5, pattern: name)),
            .optional("Mode", .string(values: ["A", "B"])),
            .optional("List", .list(.structure([.required("Key", .string())], java: "x.Element"), length: 1...2)),
            .optional("Map", .map(.string(), java: "java.lang.String", keys: Shape.KeyConstraint(length: 1...2))),
            .optional("Flag", .boolean), .optional("Names", .list(.string(length: 1...2, pattern: name))),
            .optional("Modes", .list(.string(values: ["A", "B"]))),
            .optional("Counts", .list(.number(java: "Integer", range: 0...9))),
        ],
        java: "x.Input"
    )

    private func refusal(_ text: String) throws -> AWSError? {
        let request = try JSON(parsing: text)
        do throws(AWSError) {
            _ = try Self.shape.read(request)
            return nil
        } catch {
            return error
        }
    }

    @Test func takesWhatFits() throws {
        #expect(
            try refusal(
                #"{"TableName":"abc","Limit":100,"Mode":"A","List":[{"Key":"k"}],"Map":{"a":"b"},"Flag":"true","New":[]}"#
            ) == nil
        )
        #expect(try refusal(#"{"TableName":"abc","Limit":null}"#) == nil)
    }

    @Test(arguments: [
        (
            "{}",
            "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null"
        ),
        (
            #"{"TableName":"A1","Limit":0}"#,
            "3 validation errors detected: Value '0' at 'limit' failed to satisfy constraint: "
                + "Member must have value greater than or equal to 1; "
                + "Value 'A1' at 'tableName' failed to satisfy constraint: "
                + "Member must satisfy regular expression pattern: [a-z]+; "
                + "Value 'A1' at 'tableName' failed to satisfy constraint: "
                + "Member must have length greater than or equal to 3"
        ),
        (
            #"{"TableName":"abc","Mode":"C","List":[{}]}"#,
            "2 validation errors detected: Value 'C' at 'mode' failed to satisfy constraint: "
                + "Member must satisfy enum value set: [A, B]; "
                + "Value null at 'list.1.member.key' failed to satisfy constraint: Member must not be null"
        ),
        (
            #"{"TableName":"abc","List":[],"Map":{"long":"x"}}"#,
            "2 validation errors detected: Value '[]' at 'list' failed to satisfy constraint: "
                + "Member must have length greater than or equal to 1; "
                + "Value '{long=x}' at 'map' failed to satisfy constraint: Map keys must satisfy constraint: "
                + "[Member must have length less than or equal to 2, "
                + "Member must have length greater than or equal to 1]"
        ),
        (
            #"{"TableName":"abc","Names":["a","abc","B"]}"#,
            "1 validation error detected: Value '[a, abc, B]' at 'names' failed to satisfy constraint: Member must satisfy "
                + "constraint: [Member must have length less than or equal to 2, Member must have length greater than or "
                + "equal to 1, Member must satisfy regular expression pattern: [a-z]+]"
        ),
        (
            #"{"TableName":"abc","Modes":["A","C"],"Counts":[10]}"#,
            "2 validation errors detected: Value '[A, C]' at 'modes' failed to satisfy constraint: Member must satisfy "
                + "constraint: [Member must satisfy enum value set: [A, B]]; Value '[10]' at 'counts' failed to satisfy "
                + "constraint: Member must satisfy constraint: [Member must have value less than or equal to 9, Member must "
                + "have value greater than or equal to 0]"
        ),
    ])
    func tellsWhatViolatesConstraints(_ text: String, _ message: String) throws {
        let error = try refusal(text)
        #expect(error?.code == "ValidationException")
        #expect(error?.message == message)
    }

    @Test(arguments: [
        ("ab", true), ("abcd", true), ("a", false), ("abcde", false), ("", false), ("éé", true), ("ééééé", false),
        ("🎉", false), ("🎉🎉", true), ("🎉🎉🎉🎉", true), ("🎉🎉🎉🎉🎉", false),
    ])
    func countsScalars(_ text: String, fits: Bool) throws {
        let shape = Shape.structure([.optional("Text", .string(length: 2...4))], java: "x.Input")
        let isRefused = (try? shape.read(["Text": .string(text)])) == nil
        #expect(isRefused != fits)
    }

    @Test(arguments: [
        (#"{"TableName":5}"#, "NUMBER_VALUE cannot be converted to String"),
        (#"{"TableName":true}"#, "TRUE_VALUE cannot be converted to String"),
        (#"{"TableName":[]}"#, "Unrecognized collection type class java.lang.String"),
        (#"{"TableName":{}}"#, "Start of structure or map found where not expected"),
        (#"{"Limit":"NaN"}"#, "STRING_VALUE cannot be converted to Integer"),
        (#"{"Limit":"5"}"#, "STRING_VALUE cannot be converted to Integer"),
        (#"{"List":"x"}"#, "Unexpected field type"),
        (#"{"List":["x"]}"#, "Unexpected value type in payload"),
        (#"{"List":[[]]}"#, "Unrecognized collection type class x.Element"),
        (#"{"Map":[]}"#, "Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>"),
        (#"{"Flag":"maybe"}"#, "Unexpected token received from parser"),
        (#"{"Flag":1.5}"#, "DECIMAL_VALUE cannot be converted to Boolean"),
    ])
    func tellsWrongTypesFirst(_ text: String, _ message: String) throws {
        let error = try refusal(text)
        #expect(error?.code == "SerializationException")
        #expect(error?.message == message)
    }

    @Test(arguments: [
        (#""Limit":1.7"#, #"{"Limit":1}"#), (#""Limit":9.9e1"#, #"{"Limit":99}"#), (#""Limit":1e2"#, #"{"Limit":100}"#),
        (#""Counts":[4,4.5,0.1]"#, #"{"Counts":[4,4,0]}"#), (#""Size":1e30"#, #"{"Size":9223372036854775807}"#),
        (#""Size":-2.5"#, #"{"Size":-2}"#), (#""Ratio":1.5"#, #"{"Ratio":1.5}"#),
        (#""Inner":{"Size":3.5,"X":1.5}"#, #"{"Inner":{"Size":3,"X":1.5}}"#),
        (#""Sizes":{"a":1.5}"#, #"{"Sizes":{"a":1}}"#), (#""Other":1.5,"Size":2.5"#, #"{"Other":1.5,"Size":2}"#),
    ])
    func cutsFractionsOffWholeNumbers(_ members: String, _ expected: String) throws {
        let size = Shape.number(java: "Long")
        let shape = Shape.structure(
            [
                .optional("Limit", .number(java: "Integer", range: 1...100)), .optional("Size", size),
                .optional("Counts", .list(.number(java: "Integer", range: 0...9))),
                .optional("Ratio", .number(java: "Double")),
                .optional("Inner", .structure([.optional("Size", size)], java: "x.Inner")),
                .optional("Sizes", .map(size, java: "java.lang.Long")),
            ],
            java: "x.Input"
        )
        #expect(try JSON.object(shape.read(JSON(parsing: "{\(members)}"))).text == expected)
    }

    @Test func looksAtTheRangeOfWhatIsLeft() throws {
        let error = try refusal(#"{"TableName":"abc","Limit":0.9}"#)
        #expect(error?.message.hasPrefix("1 validation error detected: Value '0' at 'limit'") == true)
    }
}
