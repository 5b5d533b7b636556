import JSON
import Testing
import Wire

@testable import EventSources

@Suite struct MappingTests {
    private static let path = EventSourcesHarness.path

    @Test func mappingsAreShownAsOnAWS() async throws {
        try await withEventSources { lab in
            let source = MemoryQueue.arn().description
            let made = try await lab.send(
                "POST",
                Self.path,
                ["FunctionName": "f", "EventSourceArn": .string(source)]
            )
            #expect(made.status == 202)
            let uuid = try #require(made.json["UUID"]?.stringValue)
            let expected: JSON = [
                "BatchSize": 10, "MaximumBatchingWindowInSeconds": 0, "FunctionResponseTypes": [],
                "UUID": .string(uuid),
                "EventSourceMappingArn": .string("arn:aws:lambda:us-east-1:000000000000:event-source-mapping:\(uuid)"),
                "EventSourceArn": .string(source),
                "FunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:f",
                "LastModified": 1_700_000_000, "State": "Creating", "StateTransitionReason": "USER_INITIATED",
            ]
            #expect(made.json == expected)
            lab.settle()
            let shown = try await lab.send("GET", "\(Self.path)/\(uuid)")
            #expect(shown.json["State"] == "Enabled")
            let list = try await lab.send("GET", "\(Self.path)/?FunctionName=f&EventSourceArn=\(source)")
            #expect(list.json == ["EventSourceMappings": [shown.json]])
            let changed = try await lab.send("PUT", "\(Self.path)/\(uuid)", ["Enabled": false, "BatchSize": 5])
            #expect(changed.status == 202 && changed.json["State"] == "Disabling")
            lab.settle()
            let same = try await lab.send("PUT", "\(Self.path)/\(uuid)", ["Enabled": false])
            #expect(same.json["State"] == "Updating")
            lab.settle()
            let disabled = try await lab.send("GET", "\(Self.path)/\(uuid)")
            #expect(disabled.json["State"] == "Disabled" && disabled.json["BatchSize"] == 5)
            let gone = try await lab.send("DELETE", "\(Self.path)/\(uuid)")
            #expect(gone.status == 202 && gone.json["State"] == "Deleting")
            lab.settle()
            let missing = try await lab.send("GET", "\(Self.path)/\(uuid)")
            #expect(missing.status == 404 && missing.message == "The resource you requested does not exist.")
        }
    }

    @Test func streamsHaveTheirOwnDefaults() async throws {
        try await withEventSources { lab in
            let uuid = try await lab.map(MemoryStream.arn)
            let shown = try await lab.send("GET", "\(Self.path)/\(uuid)").json
            #expect(shown["BatchSize"] == 100 && shown["MaximumRecordAgeInSeconds"] == -1)
            #expect(shown["MaximumRetryAttempts"] == -1 && shown["ParallelizationFactor"] == 1)
            #expect(shown["BisectBatchOnFunctionError"] == false && shown["TumblingWindowInSeconds"] == 0)
            #expect(shown["LastProcessingResult"] == "No records processed")
            #expect(shown["StateTransitionReason"] == "User action" && shown["StartingPosition"] == "TRIM_HORIZON")
        }
    }

    @Test func listsComeInPages() async throws {
        try await withEventSources { lab in
            for number in 1...3 { _ = try await lab.map(MemoryQueue.arn("q\(number)")) }
            let first = try await lab.send("GET", "\(Self.path)?MaxItems=2").json
            #expect(first["EventSourceMappings"]?.arrayValue?.count == 2)
            let marker = try #require(first["NextMarker"]?.stringValue)
            let second = try await lab.send("GET", "\(Self.path)?MaxItems=2&Marker=\(marker)").json
            #expect(second["EventSourceMappings"]?.arrayValue?.count == 1 && second["NextMarker"] == nil)
        }
    }

    @Test func pagesBeginWhereOneHasEnded() async throws {
        try await withEventSources { lab in
            let refused = try await lab.send("GET", "\(Self.path)?Marker=garbage")
            #expect(refused.status == 400 && refused.json["message"] == "Invalid pagination key.")
        }
    }

    @Test func aPairOfSourceAndFunctionIsMappedOnce() async throws {
        try await withEventSources { lab in
            let uuid = try await lab.map(MemoryQueue.arn())
            let again = try await lab.send(
                "POST",
                Self.path,
                ["FunctionName": "f", "EventSourceArn": .string(MemoryQueue.arn().description)]
            )
            #expect(again.status == 409 && again.code == "ResourceConflictException")
            #expect(
                again.message
                    == "An event source mapping with SQS arn (\" \(MemoryQueue.arn()) \") and function (\" f \") already "
                    + "exists. Please update or delete the existing mapping with UUID \(uuid)"
            )
        }
    }

    private static let queue = MemoryQueue.arn().description
    private static let stream = MemoryStream.arn.description
    /// What is asked for of a source, the code of the error and what its text contains.
    private static let mistakes: [(source: String, settings: JSON, code: String, text: String)] = [
        ("arn:aws:sns:us-east-1:000000000000:t", [:], "InvalidParameterValueException", "Unrecognized event source."),
        ("x", [:], "InvalidParameterValueException", "Unrecognized event source."),
        (queue, ["FunctionName": "nope"], "InvalidParameterValueException", "Function does not exist"),
        (queue, ["BatchSize": 0], "ValidationException", "'batchSize'"),
        (queue, ["BatchSize": 10_001], "ValidationException", "less than or equal to 10000"),
        (queue, ["BatchSize": 11], "InvalidParameterValueException", "must be greater than 0 if maximum batch size"),
        (queue, ["FunctionName": "slow"], "InvalidParameterValueException", "30 seconds is less than Function timeout"),
        (queue, ["StartingPosition": "LATEST"], "InvalidParameterValueException", "StartingPosition is not valid"),
        (queue, ["BisectBatchOnFunctionError": true], "InvalidParameterValueException", "Unsupported Bisect"),
        (queue, ["ScalingConfig": ["MaximumConcurrency": 1]], "ValidationException", "greater than or equal to 2"),
        (queue, ["FunctionResponseTypes": ["All"]], "ValidationException", "[ReportBatchItemFailures]"),
        (
            queue, ["FilterCriteria": ["Filters": [["Pattern": "{"]]]], "InvalidParameterValueException",
            "Invalid filter pattern definition."
        ),
        (queue, ["KMSKeyArn": "k"], "InvalidParameterValueException", "Hearth does not act on KMSKeyArn"),
        ("arn:aws:sqs:us-east-1:000000000000:none", [:], "InvalidParameterValueException", "NonExistentQueue"),
        (stream, ["StartingPosition": .null], "InvalidParameterValueException", "'startingPosition'"),
        (stream, ["StartingPosition": "AT_TIMESTAMP"], "InvalidParameterValueException", "Unsupported starting pos"),
        (stream, ["ScalingConfig": ["MaximumConcurrency": 2]], "InvalidParameterValueException", "Unsupported Scal"),
        (stream + "x", [:], "InvalidParameterValueException", "Stream not found"),
        (
            stream, ["DestinationConfig": ["OnFailure": ["Destination": "x"]]], "InvalidParameterValueException",
            "The destination ARN x is invalid."
        ),
        (
            stream, ["DestinationConfig": ["OnFailure": ["Destination": "arn:aws:sqs:us-east-1:000000000000:d.fifo"]]],
            "InvalidParameterValueException", "it must be a standard queue or topic"
        ),
        (stream, ["ParallelizationFactor": 11], "ValidationException", "less than or equal to 10"),
        (stream, ["BatchSize": "ten"], "SerializationException", ""),
    ]

    @Test func mistakesAreAnswered() async throws {
        try await withEventSources { lab in
            for (source, settings, code, text) in Self.mistakes {
                var request = JSON.Object([("FunctionName", "f"), ("EventSourceArn", .string(source))])
                if source.contains("dynamodb") { request["StartingPosition"] = "TRIM_HORIZON" }
                for member in settings.objectValue?.members ?? [] { request[member.key] = member.value }
                let answer = try await lab.send("POST", Self.path, .object(request))
                #expect(answer.code == code && answer.message.contains(text), "\(settings.text): \(answer)")
            }
            #expect(try await lab.send("GET", Self.path).json == ["EventSourceMappings": []])
        }
    }

    @Test func theTemplatesMappingsKeepTheirPlace() async throws {
        try await withEventSources { lab in
            var request = JSON.Object([
                ("FunctionName", "f"), ("EventSourceArn", .string(Self.queue)), ("BatchSize", 3),
            ])
            try await lab.sources.setUp(.init(logicalID: "M", request: request))
            let uuid = lab.sources.all.first?.mapping.uuid
            request["BatchSize"] = nil
            try await lab.sources.setUp(.init(logicalID: "M", request: request))
            #expect(lab.sources.all.map(\.mapping.uuid) == [uuid] && lab.sources.all[0].mapping.batchSize == 10)
            request["Tags"] = ["k": "v"]
            try await lab.sources.setUp(.init(logicalID: "M", request: request))
            #expect(lab.sources.all[0].mapping.tags == JSON.Object([("k", "v")]))
            request["EventSourceArn"] = .string(MemoryQueue.arn("q2").description)
            try await lab.sources.setUp(.init(logicalID: "M", request: request))
            #expect(lab.sources.all.count == 1 && lab.sources.all[0].mapping.uuid != uuid)
            try await lab.sources.keep([])
            #expect(lab.sources.all.isEmpty)
        }
    }
}
