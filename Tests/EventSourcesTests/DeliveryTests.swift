import EventSources
import JSON
import Testing
import Time
import Wire

/// Records and messages on their way to a function and back.
@Suite(.timeLimit(.minutes(10))) struct DeliveryTests {
    @Test func aFunctionGetsWhatATableChanged() async throws {
        try await withEventSources { lab in
            lab.stream.put(1)
            let uuid = try await lab.map(MemoryStream.arn, [("BatchSize", 2)])
            try await lab.until { $0.function.events.count == 1 }
            for number in 2...4 { lab.stream.put(number) }
            try await lab.until { $0.numbers == ["101", "102", "103", "104"] }
            let record = lab.function.events[0]["Records"]?[0]
            #expect(record?["eventSourceARN"] == .string(MemoryStream.arn.description))
            #expect(record?["eventSource"] == "aws:dynamodb" && record?["dynamodb"]?["SizeBytes"] == 3)
            let shown = try await lab.send("GET", "\(EventSourcesHarness.path)/\(uuid)")
            #expect(shown.json["LastProcessingResult"] == "OK")
        }
    }

    @Test func aDisabledMappingGoesOnWhereItStood() async throws {
        try await withEventSources { lab in
            let uuid = try await lab.map(MemoryStream.arn)
            lab.stream.put(1)
            try await lab.until { $0.numbers == ["101"] }
            lab.settle()
            _ = try await lab.send("PUT", "\(EventSourcesHarness.path)/\(uuid)", ["Enabled": false])
            lab.stream.put(2)
            lab.settle()
            #expect(lab.numbers == ["101"])
            _ = try await lab.send("PUT", "\(EventSourcesHarness.path)/\(uuid)", ["Enabled": true])
            try await lab.until { $0.numbers == ["101", "102"] }
        }
    }

    @Test func whatWasProcessedIsToldOfADisabledMapping() async throws {
        try await withEventSources { lab in
            let path = "\(EventSourcesHarness.path)/\(try await lab.map(MemoryStream.arn))"
            lab.stream.put(1)
            try await lab.until { $0.numbers == ["101"] }
            while try await lab.send("GET", path).json["LastProcessingResult"] != "OK" {}
            lab.settle()
            let disabled = try await lab.send("PUT", path, ["Enabled": false])
            #expect(disabled.json["LastProcessingResult"] == "OK")
            lab.settle()
            #expect(try await lab.send("PUT", path, ["Enabled": true]).json["LastProcessingResult"] == "OK")
        }
    }

    @Test func latestPassesOverWhatIsThere() async throws {
        try await withEventSources { lab in
            lab.stream.put(1)
            _ = try await lab.map(MemoryStream.arn, [("StartingPosition", "LATEST")])
            lab.stream.put(2)
            try await lab.until { $0.numbers == ["102"] }
        }
    }

    @Test func filtersChooseRecords() async throws {
        try await withEventSources { lab in
            let pattern = #"{"dynamodb":{"Keys":{"id":{"S":[{"prefix":"b"}]}}}}"#
            _ = try await lab.map(
                MemoryStream.arn,
                [("FilterCriteria", ["Filters": [["Pattern": .string(pattern)]]])]
            )
            for (number, key) in [(1, "a"), (2, "b1"), (3, "c"), (4, "b2")] { lab.stream.put(number, key: key) }
            try await lab.until { $0.numbers == ["102", "104"] }
        }
    }

    @Test func whatIsGivenUpIsReported() async throws {
        try await withEventSources(answering: { _ in .failure }) { lab in
            _ = try await lab.map(
                MemoryStream.arn,
                [
                    ("MaximumRetryAttempts", 1),
                    ("DestinationConfig", ["OnFailure": ["Destination": .string(MemoryQueue.arn("dead").description)]]),
                ]
            )
            lab.stream.put(1)
            await lab.time.waitForScheduled()
            lab.time.advance(by: .milliseconds(500))
            try await lab.until { !$0.reports.documents.isEmpty }
            let expected: JSON = [
                "requestContext": [
                    "requestId": "r", "functionArn": "arn:aws:lambda:us-east-1:000000000000:function:f",
                    "condition": "RetryAttemptsExhausted", "approximateInvokeCount": 2,
                ],
                "responseContext": ["statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"],
                "version": "1.0",
                "timestamp": .string(lab.time.now.iso8601Milliseconds),
                "DDBStreamBatchInfo": [
                    "shardId": "shard", "startSequenceNumber": "101", "endSequenceNumber": "101",
                    "approximateArrivalOfFirstRecord": "2023-11-14T22:13:20Z",
                    "approximateArrivalOfLastRecord": "2023-11-14T22:13:20Z", "batchSize": 1,
                    "streamArn": .string(MemoryStream.arn.description),
                ],
            ]
            #expect(lab.reports.documents == [expected])
        }
    }

    @Test func aReportThatCannotBeSentIsCounted() async throws {
        try await withEventSources(answering: { _ in .failure }) { lab in
            let destination = JSON.string(MemoryQueue.arn("nowhere").description)
            _ = try await lab.map(
                MemoryStream.arn,
                [("MaximumRetryAttempts", 0), ("DestinationConfig", ["OnFailure": ["Destination": destination]])]
            )
            lab.stream.put(1)
            try await lab.until { $0.failures.functions == ["f"] }
            #expect(lab.reports.documents.isEmpty)
        }
    }

    @Test func messagesThatAreDoneAreDeleted() async throws {
        let answer = #"{"batchItemFailures":[{"itemIdentifier":"id-2"}]}"#
        try await withEventSources(answering: { _ in .answer(answer) }) { lab in
            lab.queue.send(["1", "2", "3"])
            _ = try await lab.map(MemoryQueue.arn(), [("FunctionResponseTypes", ["ReportBatchItemFailures"])])
            try await lab.until { $0.queue.deleted == ["handle-1", "handle-3"] }
            let expected: JSON = [
                "messageId": "id-1", "receiptHandle": "handle-1", "body": "1",
                "attributes": ["ApproximateReceiveCount": "1"], "messageAttributes": [:],
                "md5OfBody": "digest",
                "eventSource": "aws:sqs", "eventSourceARN": .string(MemoryQueue.arn().description),
                "awsRegion": "us-east-1",
            ]
            #expect(lab.function.events.first?["Records"]?[0] == expected)
        }
    }

    @Test func aFailureStopsItsMessageGroupAlone() async throws {
        let answer = #"{"batchItemFailures":[{"itemIdentifier":"id-a2"}]}"#
        try await withEventSources(isFIFO: true, answering: { _ in .answer(answer) }) { lab in
            lab.queue.send(["a1"], group: "a")
            lab.queue.send(["b1"], group: "b")
            lab.queue.send(["a2", "a3"], group: "a")
            lab.queue.send(["b2"], group: "b")
            _ = try await lab.map(MemoryQueue.arn(), [("FunctionResponseTypes", ["ReportBatchItemFailures"])])
            try await lab.until { $0.queue.deleted == ["handle-a1", "handle-b1", "handle-b2"] }
        }
    }

    @Test func recordsOfAWindowNameWhatIsMissing() async throws {
        try await withEventSources { lab in
            lab.queue.send(["1"])
            _ = try await lab.map(MemoryQueue.arn(), [("BatchSize", 1), ("MaximumBatchingWindowInSeconds", 1)])
            try await lab.until { $0.function.events.count == 1 }
            #expect(lab.function.events.first?["Records"]?[0]?["md5OfMessageAttributes"] == .null)
        }
    }

    @Test func aFailureDeletesNothing() async throws {
        try await withEventSources(answering: { _ in .failure }) { lab in
            lab.queue.send(["1"])
            _ = try await lab.map(MemoryQueue.arn())
            try await lab.until { $0.function.events.count == 1 }
            #expect(lab.queue.deleted.isEmpty)
        }
    }

    @Test func aMappingGoesOnWhenItsQueueIsMadeAgain() async throws {
        try await withEventSources { lab in
            let uuid = try await lab.map(MemoryQueue.arn())
            lab.queue.set(isGone: true)
            for _ in 0..<3 { lab.time.advance(by: .seconds(1)) }
            #expect(
                lab.notes.all == [
                    "arn:aws:lambda:us-east-1:000000000000:function:f gets no messages: its queue \(MemoryQueue.arn()) "
                        + "does not exist. The event source mapping \(uuid) goes on when the queue is there again"
                ]
            )
            lab.queue.set(isGone: false)
            lab.queue.send(["1"])
            lab.time.advance(by: .seconds(1))
            try await lab.until { $0.queue.deleted == ["handle-1"] }
        }
    }

    @Test func messagesThatFiltersRefuseAreDeleted() async throws {
        try await withEventSources { lab in
            lab.queue.send([#"{"kind":"a"}"#, #"{"kind":"b"}"#, "plain"])
            let pattern = #"{"body":{"kind":["b"]}}"#
            _ = try await lab.map(
                MemoryQueue.arn(),
                [("FilterCriteria", ["Filters": [["Pattern": .string(pattern)]]])]
            )
            try await lab.until { $0.queue.deleted.count == 3 }
            #expect(lab.function.events.map { $0["Records"]?.arrayValue?.count } == [1])
        }
    }
}

extension EventSourcesHarness {
    /// Sequence numbers in the order in which the function got them.
    var numbers: [String] {
        function.events.flatMap { $0["Records"]?.arrayValue ?? [] }
            .compactMap { $0["dynamodb"]?["SequenceNumber"]?.stringValue }
    }

    /// Returns once it is as `condition` wants it; what leads there is under way.
    func until(_ condition: (EventSourcesHarness) -> Bool) async throws {
        while !condition(self) { try await Task.sleep(for: .milliseconds(2)) }
    }
}
