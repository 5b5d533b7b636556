import JSON
import Template
import Testing
import Wire

@Suite struct TableTests {
    private static let ratings = """
        TableName: ratings
        BillingMode: PAY_PER_REQUEST
        AttributeDefinitions:
          - {AttributeName: book, AttributeType: S}
          - {AttributeName: user, AttributeType: S}
          - {AttributeName: rating, AttributeType: N}
        KeySchema:
          - {AttributeName: book, KeyType: HASH}
          - {AttributeName: user, KeyType: RANGE}
        GlobalSecondaryIndexes:
          - IndexName: byUser
            KeySchema: [{AttributeName: user, KeyType: HASH}, {AttributeName: book, KeyType: RANGE}]
            Projection: {ProjectionType: INCLUDE, NonKeyAttributes: [rating]}
        LocalSecondaryIndexes:
          - IndexName: byRating
            KeySchema: [{AttributeName: book, KeyType: HASH}, {AttributeName: rating, KeyType: RANGE}]
            Projection: {ProjectionType: KEYS_ONLY}
        TimeToLiveSpecification: {AttributeName: expires, Enabled: true}
        StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}
        SSESpecification: {SSEEnabled: true}
        Tags: [{Key: team, Value: readers}]
        """

    private func read(_ properties: String) -> Application {
        Template.TemplateReader().application(
            parsing: "Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n    Properties:\n" + properties.indented(6),
            format: .yaml
        )
    }

    /// AWS makes names up, which are long enough.
    @Test func aShortLogicalIDIsNoHindrance() {
        let application = read(Self.ratings.replacing("TableName: ratings", with: ""))
        #expect(application.lines.isEmpty)
        #expect(application.tables.map(\.name) == ["T-table"])
    }

    @Test func readsEveryProperty() throws {
        let application = read(Self.ratings)
        let table = try #require(application.tables.first)
        #expect(application.lines.isEmpty)
        #expect(table.logicalID == "T" && table.name == "ratings")
        #expect(table.arn.description == "arn:aws:dynamodb:us-east-1:000000000000:table/ratings")
        #expect(
            table.attributeDefinitions == [.init("book", .string), .init("user", .string), .init("rating", .number)]
        )
        #expect(table.key == .init(partitionKey: "book", sortKey: "user"))
        #expect(
            table.globalSecondaryIndexes == [
                .init(
                    name: "byUser",
                    key: .init(partitionKey: "user", sortKey: "book"),
                    projection: .include(["rating"])
                )
            ]
        )
        #expect(table.localSecondaryIndexes.map(\.projection) == [.keysOnly])
        #expect(table.timeToLiveAttribute == "expires" && table.streamViewType == .newAndOldImages)
        #expect(table.serverSideEncryption == .init(isEnabled: true) && table.tags == ["team": "readers"])
        #expect(table.provisionedThroughput == nil)
    }

    @Test func makesTheInputOfCreateTable() throws {
        let table = try #require(read(Self.ratings).tables.first)
        let expected = try JSON(
            parsing: """
                {"TableName": "ratings", "BillingMode": "PAY_PER_REQUEST", "TableClass": "STANDARD",
                 "DeletionProtectionEnabled": false,
                 "AttributeDefinitions": [{"AttributeName": "book", "AttributeType": "S"},
                    {"AttributeName": "user", "AttributeType": "S"}, {"AttributeName": "rating", "AttributeType": "N"}],
                 "KeySchema": [{"AttributeName": "book", "KeyType": "HASH"},
                    {"AttributeName": "user", "KeyType": "RANGE"}],
                 "GlobalSecondaryIndexes": [{"IndexName": "byUser",
                    "KeySchema": [{"AttributeName": "user", "KeyType": "HASH"},
                        {"AttributeName": "book", "KeyType": "RANGE"}],
                    "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["rating"]}}],
                 "LocalSecondaryIndexes": [{"IndexName": "byRating",
                    "KeySchema": [{"AttributeName": "book", "KeyType": "HASH"},
                        {"AttributeName": "rating", "KeyType": "RANGE"}],
                    "Projection": {"ProjectionType": "KEYS_ONLY"}}],
                 "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"},
                 "SSESpecification": {"Enabled": true},
                 "Tags": [{"Key": "team", "Value": "readers"}]}
                """
        )
        #expect(table.createTableInput == expected)
    }

    @Test func makesTheInputOfUpdateTimeToLive() throws {
        let table = try #require(read(Self.ratings).tables.first)
        #expect(
            table.updateTimeToLiveInput == [
                "TableName": "ratings",
                "TimeToLiveSpecification": ["AttributeName": "expires", "Enabled": true],
            ]
        )
        let disabled = Self.ratings.replacing("expires, Enabled: true", with: "expires, Enabled: false")
        #expect(try #require(read(disabled).tables.first).updateTimeToLiveInput == nil)
    }

    @Test func knowsTheStreamOfATable() throws {
        let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/ratings/stream/2026-11-21T03:04:05.678"
        var emulator = EmulatorAttributes()
        emulator.streamARNs["ratings"] = arn
        let template = """
            Resources:
              T:
                Type: AWS::DynamoDB::Table
                Properties:
            \(Self.ratings.indented(6))
            Outputs:
              It: {Value: !GetAtt T.StreamArn}
            """
        let reader = Template.TemplateReader(emulator: emulator)
        let known = reader.application(parsing: template, format: .yaml)
        #expect(known.output("It") == arn && known.lines.isEmpty)
        let unknown = Template.TemplateReader().application(parsing: template, format: .yaml)
        #expect(
            unknown.output("It")?.hasPrefix("arn:aws:dynamodb:us-east-1:000000000000:table/ratings/stream/") == true
        )
        let without = template.replacing("StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}", with: "")
        #expect(
            reader.application(parsing: without, format: .yaml).lines == [
                "error /Outputs/It/Value: T has no StreamArn: it has no StreamSpecification"
            ]
        )
    }

    static let mistakes: [(change: (from: String, to: String), line: String)] = [
        (
            ("- {AttributeName: rating, AttributeType: N}", "- {AttributeName: rating, AttributeType: I}"),
            "error /Resources/T/Properties/AttributeDefinitions/2/AttributeType: I is not one of S, N, B"
        ),
        (
            ("AttributeType: N}", "AttributeType: N}\n  - {AttributeName: title, AttributeType: S}"),
            "error /Resources/T/Properties/AttributeDefinitions/3: the attribute title is defined, but no key uses it"
        ),
        (
            ("{AttributeName: user, KeyType: RANGE}", "{AttributeName: usr, KeyType: RANGE}"),
            "error /Resources/T/Properties/AttributeDefinitions: the key attribute usr is not defined; did you mean user?"
        ),
        (
            ("{AttributeName: user, KeyType: RANGE}", "{AttributeName: user, KeyType: HASH}"),
            "error /Resources/T/Properties/KeySchema: a key is one HASH attribute, and perhaps another RANGE attribute "
                + "after it"
        ),
        (
            ("BillingMode: PAY_PER_REQUEST", "BillingMode: PROVISIONED"),
            "error /Resources/T/Properties/ProvisionedThroughput: ProvisionedThroughput is missing; give it, or set "
                + "BillingMode to PAY_PER_REQUEST"
        ),
        (
            ("BillingMode: PAY_PER_REQUEST", "BillingMode: PAY_PER_REQUESTS"),
            "error /Resources/T/Properties/BillingMode: PAY_PER_REQUESTS is not one of PROVISIONED, PAY_PER_REQUEST; "
                + "did you mean PAY_PER_REQUEST?"
        ),
        (
            (
                "TableName: ratings",
                "TableName: ratings\nProvisionedThroughput: {ReadCapacityUnits: 1, WriteCapacityUnits: 1}"
            ),
            "error /Resources/T/Properties/ProvisionedThroughput: ProvisionedThroughput has no place beside BillingMode "
                + "PAY_PER_REQUEST"
        ),
        (
            ("IndexName: byRating", "IndexName: byUser"),
            "error /Resources/T/Properties/LocalSecondaryIndexes: two indexes are called byUser"
        ),
        (
            (
                "[{AttributeName: book, KeyType: HASH}, {AttributeName: rating, KeyType: RANGE}]",
                "[{AttributeName: rating, KeyType: HASH}]"
            ),
            "error /Resources/T/Properties/LocalSecondaryIndexes: byRating needs the table's partition key and a sort key "
                + "of its own, and a table with a sort key"
        ),
        (
            ("TableName: ratings", "TableName: a!"),
            "error /Resources/T/Properties/TableName: a table name has 3 to 255 letters, digits, dots, hyphens and "
                + "underscores: \"a!\" does not do"
        ),
        (
            ("{ProjectionType: KEYS_ONLY}", "{ProjectionType: ALL, NonKeyAttributes: [x]}"),
            "error /Resources/T/Properties/LocalSecondaryIndexes/0/Projection/NonKeyAttributes: One or more parameter "
                + "values were invalid: ProjectionType is ALL, but NonKeyAttributes is specified"
        ),
        (
            ("TableName: ratings", "TableName: ratings\nContributorInsightsSpecification: {Enabled: true}"),
            "warning /Resources/T/Properties/ContributorInsightsSpecification: Hearth does not act on "
                + "ContributorInsightsSpecification"
        ),
    ]

    @Test(arguments: mistakes) func reports(_ change: (from: String, to: String), _ line: String) {
        let properties = Self.ratings.replacing(change.from, with: change.to, maxReplacements: 1)
        #expect(read(properties).lines.contains(line), "\(read(properties).lines)")
    }

    @Test func simpleTablesHaveOneKeyAttribute() {
        let application = readSAM(
            """
            Resources:
              Plain: {Type: AWS::Serverless::SimpleTable}
              Keyed:
                Type: AWS::Serverless::SimpleTable
                Properties:
                  PrimaryKey: {Name: isbn, Type: Number}
                  ProvisionedThroughput: {ReadCapacityUnits: 1, WriteCapacityUnits: 2}
                  Tags: {a: b}
              Wrong: {Type: AWS::Serverless::SimpleTable, Properties: {PrimaryKey: {Name: isbn, Type: Strng}}}
            """
        )
        #expect(application.tables.map(\.name) == ["Plain", "Keyed"])
        #expect(application.tables.map(\.key.partitionKey) == ["id", "isbn"])
        #expect(application.tables.map(\.attributeDefinitions) == [[.init("id", .string)], [.init("isbn", .number)]])
        #expect(application.tables[1].provisionedThroughput == .init(readCapacityUnits: 1, writeCapacityUnits: 2))
        #expect(
            application.lines == [
                "error /Resources/Wrong/Properties/PrimaryKey/Type: Strng is not one of String, Number, Binary; "
                    + "did you mean String?"
            ]
        )
    }
}
